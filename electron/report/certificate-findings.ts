import type { AutoCheck, Evidence, Overrule, Proof, ProofRepairStep } from '../../shared/proof';
import { certificateWords as words, utc } from '../../shared/words/certificate';
import { checkResultName, checkSentence, checkWords } from '../../shared/words/checks';
import { formatBytes } from '../../shared/words/format';
import { outcomeWords, procedureWords, repairStepWords } from '../../shared/words/repair';
import { section, table } from './certificate-parts';
import { html, nothing, type Html } from './html';

/** What the tools did to the copy, who confirmed it. */
export function repair({ repair: { procedure, finished, steps }, bag }: Proof): Html {
  const said = words.repair;
  if (steps.every(({ commandLine, answer }) => commandLine === null && answer === null)) {
    const none = bag.grade === 'closed' ? said.none : said.noneNeeded;
    return section(said.title, html`<p>${none}</p>`);
  }
  const columns = [{ name: said.step, kind: 'name' }, { name: said.line }, { name: said.said, kind: 'name' }];
  return section(said.title, [
    html`<p>${said.text(procedureWords[procedure].name, finished)}</p>`,
    table(columns, steps.map(repairStep)),
  ]);
}

function repairStep({ id, tool, commandLine, mark, exitCode, complaints, answer }: ProofRepairStep): Html {
  const said = words.repair;
  const numbers = [
    ...(complaints === 0 ? [] : [said.complaints(complaints)]),
    ...(exitCode === null ? [] : [said.exitCode(exitCode)]),
  ].join(', ');
  const { name } = repairStepWords(id);
  const came = mark === null ? said.notRun : outcomeWords[mark].name;
  const line = commandLine === null ? nothing : html`<code>${commandLine}</code>`;
  return html`<tr>
    <td>${name}<br /><span class="small">${tool}</span></td>
    <td>${line}${answer === null ? nothing : stepAnswer(answer)}</td>
    <td>
      <span class="${mark === 'bad' ? 'bad' : ''}">${came}</span>
      ${numbers === '' ? nothing : html`<br /><span class="small">${numbers}</span>`}
    </td>
  </tr>`;
}

function stepAnswer({ decision, by, at, note }: NonNullable<ProofRepairStep['answer']>): Html {
  const said = words.repair;
  const who = by === '' ? said.byRule : (decision === 'skip' ? said.skipped : said.goOn)(by, utc(at));
  return html`<div class="small">${who}</div>
    ${noteOf(note)}`;
}

/** What a machine has found in the copy. */
export function checks({ checks: made, checksAt }: Proof): Html {
  const said = words.checks;
  if (made.length === 0) return section(said.title, html`<p>${said.none}</p>`);
  const columns = [
    { name: said.check, kind: 'name' },
    { name: said.result, kind: 'result' },
    { name: said.found },
  ];
  return section(said.title, [html`<p>${said.text(utc(checksAt))}</p>`, table(columns, made.map(autoCheck))]);
}

function autoCheck(check: AutoCheck): Html {
  return html`<tr>
    <td>${checkWords[check.id].name}</td>
    <td class="${check.result === 'failed' ? 'bad' : ''}">${checkResultName(check.result)}</td>
    <td>${checkSentence(check)}</td>
  </tr>`;
}

/** What a person has answered, with what shows it. */
export function answers({ answers: given }: Proof): Html {
  const said = words.answers;
  if (given.length === 0) return section(said.title, html`<p>${said.none}</p>`);
  const columns = [
    { name: said.question },
    { name: said.answer, kind: 'result' },
    { name: said.who, kind: 'name' },
  ];
  return section(said.title, table(columns, given.flatMap(answerRows)));
}

/** An answer; a row below it has what shows it, since checksums need the whole width. */
function answerRows({ item, answer: { answer, note, by, at }, evidence }: Proof['answers'][number]): Html[] {
  const row = html`<tr class="${evidence.length > 0 ? 'goes-on' : ''}">
    <td>${item.question}${noteOf(note)}</td>
    <td class="${answer === 'no' ? 'bad' : ''}">${words.answers.names[answer]}</td>
    <td>${by}<br /><span class="small">${utc(at)}</span></td>
  </tr>`;
  return evidence.length > 0 ? [row, evidenceRow(evidence)] : [row];
}

function evidenceRow(evidence: readonly Evidence[]): Html {
  const said = words.answers;
  const files = evidence.map(
    ({ name, bytes, sha256 }) =>
      html`<li>${name}, ${formatBytes(bytes)}<br />${said.sha256} <code>${sha256}</code></li>`,
  );
  return html`<tr>
    <td colspan="3" class="small">
      ${said.evidence}
      <ul>
        ${files}
      </ul>
    </td>
  </tr>`;
}

/** What was decided against advice, and why. */
export function overrules({ overrules: decided }: Proof): Html {
  const said = words.overrules;
  if (decided.length === 0) return section(said.title, html`<p>${said.none}</p>`);
  const columns = [
    { name: said.decision, kind: 'name' },
    { name: said.reason },
    { name: said.who, kind: 'name' },
  ];
  return section(said.title, table(columns, decided.map(overrule)));
}

function overrule({ what, reason, by, at }: Overrule): Html {
  return html`<tr>
    <td class="bad">${words.overrules.what[what]}</td>
    <td>${noteOf(reason)}</td>
    <td>${by}<br /><span class="small">${utc(at)}</span></td>
  </tr>`;
}

const noteOf = (note: string): Html => (note === '' ? nothing : html`<p class="note">${note}</p>`);
