import type { Answer, Proof, SealedProof } from '../../shared/proof';
import { certificateWords as words, utc } from '../../shared/words/certificate';
import { checkWords } from '../../shared/words/checks';
import { gradeWords } from '../../shared/words/grades';
import { formatName } from '../../shared/words/postoffice';
import { answers, checks, overrules, repair } from './certificate-findings';
import { belongs, signature } from './certificate-seal';
import { certificateStyle } from './certificate-style';
import { fact, facts, section } from './certificate-parts';
import { html, Html, nothing } from './html';

/**
 * The certificate of a signed restore test as one page of HTML: nothing in it is loaded from anywhere or acts, so it can be
 * filed, printed, and opened in twenty years.
 */
export function certificateHtml(sealed: SealedProof): string {
  const { proof } = sealed;
  const title = `${words.title}: ${proof.postOffice}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>
          ${new Html(certificateStyle)}
        </style>
      </head>
      <body>
        <header>
          <h1>${words.title}</h1>
          <p>${proof.postOffice}</p>
          <p class="small">${words.signed(proof.signedBy, utc(proof.signedAt))}</p>
          ${proof.practice ? html`<p class="practice">${words.practice}</p>` : nothing}
        </header>
        <main>
          ${outcome(proof)} ${backup(proof)} ${verification(proof)} ${repair(proof)} ${checks(proof)}
          ${answers(proof)} ${overrules(proof)} ${signature(sealed)} ${belongs(proof)}
        </main>
        <footer>${words.footer(proof.software, proof.id)}</footer>
      </body>
    </html>`;
  return `${page.text}\n`;
}

function outcome(proof: Proof): Html {
  const reasons = proof.outcome === 'proven' ? [] : whyNot(proof);
  const list = html`<ul>
    ${reasons.map((reason) => html`<li>${reason}</li>`)}
  </ul>`;
  return html`<div class="outcome">
    <strong>${words.outcome[proof.outcome]}</strong>
    <div>
      <p>${words.meaning[proof.outcome]}</p>
      ${reasons.length === 0 ? nothing : list}
      <p class="small">${tally(proof)}</p>
    </div>
  </div>`;
}

/** How much stands behind the outcome, in numbers: a proof whose answers are all "not applicable" is not worth much. */
function tally({ answers: given, checks: made, overrules: decided }: Proof): string {
  const answered = (wanted: Answer): number => given.filter(({ answer }) => answer.answer === wanted).length;
  const warnings = made.filter(({ result }) => result === 'warning').length;
  return words.tally({
    yes: answered('yes'),
    no: answered('no'),
    notApplicable: answered('not-applicable'),
    warnings,
    overrules: decided.length,
  });
}

function whyNot({ bag, repair: { finished }, checks: made, answers: given }: Proof): string[] {
  return [
    ...(bag.grade === 'closed' || finished ? [] : [words.whyNot.repair]),
    ...made
      .filter(({ result }) => result === 'failed')
      .map(({ id }) => words.whyNot.check(checkWords[id].name)),
    ...given
      .filter(({ answer }) => answer.answer === 'no')
      .map(({ item }) => words.whyNot.answer(item.question)),
  ];
}

function backup({ postOffice, format, practice, bag }: Proof): Html {
  const { name, meaning } = gradeWords[bag.grade];
  const said = words.backup;
  const recoveryPoint = bag.recoveryPoint === null ? said.unknownRecoveryPoint : utc(bag.recoveryPoint);
  return section(
    said.title,
    facts([
      fact(said.postOffice, html`${postOffice}${practice ? ` (${said.practiceKind})` : ''}`),
      fact(said.format, formatName(format, practice)),
      fact(said.bag, bag.name),
      fact(said.grade, html`${name}. <span class="small">${meaning}</span>`),
      fact(
        said.recoveryPoint,
        html`${recoveryPoint}. <span class="small">${said.recoveryPointMeaning}</span>`,
      ),
      fact(said.sealed, utc(bag.sealedAt)),
      fact(said.manifest, html`<code>${bag.manifest}</code>`),
      fact(said.tagManifest, html`<code>${bag.tagManifest}</code>`),
    ]),
  );
}

function verification({ verifiedAt }: Proof): Html {
  return section(words.verification.title, html`<p>${words.verification.text(utc(verifiedAt))}</p>`);
}
