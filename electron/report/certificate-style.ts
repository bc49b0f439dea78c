/**
 * How a certificate looks: black on white, for A4 paper, with fonts that every system has. Nothing is loaded. What belongs
 * together stays on one page, and a table that goes on has its heading again.
 */
export const certificateStyle = `
@page { size: A4; margin: 17mm 18mm 18mm; }
* { box-sizing: border-box; }
html { color: #000; background: #fff; font: 9.5pt/1.4 "Segoe UI", "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
body { max-width: 174mm; margin: 0 auto; overflow-wrap: anywhere; }
@media screen { body { padding: 14mm 8mm; } }
header { border-top: 2.5pt solid #000; padding-top: 4mm; }
h1 { margin: 0; font: 600 21pt/1.15 Georgia, "Liberation Serif", "Times New Roman", serif; }
h1 + p { margin: 1mm 0 0; font-size: 12pt; }
h1 + p + p { margin: .5mm 0 0; }
h2 { margin: 7.5mm 0 2mm; padding-bottom: .8mm; border-bottom: .75pt solid #000; font-size: 11.5pt; font-weight: 600; break-after: avoid; }
p { margin: 0 0 1.5mm; }
.outcome { display: flex; align-items: center; gap: 6mm; margin: 5mm 0; padding: 4mm 5mm; border: 1.5pt solid #000; break-inside: avoid; }
.outcome strong { flex: none; font: 600 19pt/1.1 Georgia, "Liberation Serif", "Times New Roman", serif; white-space: nowrap; }
.outcome p { margin: 0; }
.outcome p.small { margin-top: 1.5mm; }
.outcome ul { margin: 1mm 0 0; padding-left: 4.5mm; }
.practice { margin: 4mm 0 0; padding: 2mm 3mm; border: .75pt dashed #000; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 1.3mm 2.5mm 1.3mm 0; border-bottom: .5pt solid #aaa; text-align: left; vertical-align: top; font-weight: normal; }
thead th { border-bottom: .75pt solid #000; font-weight: 600; }
tr { break-inside: avoid; }
.facts th { width: 48mm; color: #333; }
.result { width: 28mm; }
.name { width: 42mm; }
.bad { font-weight: 700; }
.small { color: #333; font-size: 8.5pt; }
code { font: 8.5pt/1.35 "Cascadia Mono", Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; }
.note { margin: 1mm 0; padding-left: 3mm; border-left: 1.5pt solid #000; white-space: pre-line; }
.goes-on { break-after: avoid; }
.goes-on td { border-bottom: 0; padding-bottom: 0; }
td ul { margin: .5mm 0 0; padding-left: 4.5mm; }
.signature { display: grid; grid-template-columns: 1fr 1fr; gap: 0 10mm; margin: 3mm 0 4mm; break-inside: avoid; }
.signature p { margin: 0; padding-top: 1mm; border-top: .75pt solid #000; font-size: 8.5pt; }
.signature .typed { display: flex; align-items: flex-end; min-height: 13mm; padding-bottom: 1mm; border: 0; font-size: 12pt; }
pre { margin: 1mm 0 2mm; padding: 1.5mm 2.5mm; border: .5pt solid #aaa; white-space: pre-wrap; break-inside: avoid; }
footer { margin-top: 7mm; padding-top: 1.5mm; border-top: .75pt solid #000; font-size: 8pt; color: #333; }
section > p:first-of-type { break-after: avoid; }
.whole { break-inside: avoid; }
`;
