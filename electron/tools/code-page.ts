import type { CodePage } from '../../shared/tools';

/**
 * What bytes 80 to FF of a code page stand for; below they are ASCII. From the tables of the Unicode Consortium
 * (VENDORS/MICSFT/PC/CP437.TXT, CP850.TXT). Neither `TextDecoder` nor `Buffer` knows them.
 */
const upperHalves: Readonly<Record<CodePage, string>> = {
  '437':
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}',
  '850':
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}',
};

/** The text that bytes of a code page stand for. Control characters stay what they are. */
export function decodePage(bytes: Uint8Array, page: CodePage): string {
  const upper = upperHalves[page];
  const ascii = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return ascii.replace(/[\x80-\xff]/g, (char) => upper.charAt(char.charCodeAt(0) - 0x80));
}

/** The bytes of a text in a code page; null when one of its characters is not in it. */
export function encodePage(text: string, page: CodePage): Buffer | null {
  const upper = upperHalves[page];
  const bytes = Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) return code;
    const at = upper.indexOf(char);
    return at < 0 ? -1 : at + 0x80;
  });
  return bytes.includes(-1) ? null : Buffer.from(bytes);
}
