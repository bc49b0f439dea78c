import { createHash } from 'node:crypto';
import type { Proof, SealedProof } from '../../shared/proof';
import { certificateWords as words, utc } from '../../shared/words/certificate';
import { fact, facts, section } from './certificate-parts';
import { html, type Html } from './html';

/** Who signed, when, and what makes a change visible. */
export function signature({ proof, sha256, publicKey, signature: value }: SealedProof): Html {
  const said = words.signature;
  return section(
    said.title,
    html`<div class="whole">
      <div class="signature">
        <p class="typed">${proof.signedBy}</p>
        <p class="typed">${utc(proof.signedAt)}</p>
        <p>${said.name}</p>
        <p>${said.date}</p>
        <p class="typed"></p>
        <p class="typed"></p>
        <p>${said.hand}</p>
        <p>${said.place}</p>
      </div>
      <p>${said.how}</p>
      ${facts([
        fact(said.sha256, html`<code>${sha256}</code>`),
        fact(
          said.key,
          html`<code>${fingerprintOf(publicKey)}</code> <span class="small">${said.keyMeaning}</span>`,
        ),
        fact(said.value, html`<code>${value}</code>`),
      ])}
    </div>`,
  );
}

/** SHA-256 of a public key, in pairs as fingerprints are read aloud. @param publicKey SPKI, base64 */
export function fingerprintOf(publicKey: string): string {
  const digest = createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex');
  return digest.toUpperCase().match(/../g)?.join(':') ?? '';
}

/** How anybody can see that the certificate belongs to a bag, without Postbag. */
export function belongs({ bag }: Proof): Html {
  const said = words.belongs;
  const commands = said.commands.map(([system, command]) => fact(system, html`<code>${command}</code>`));
  return section(
    said.title,
    html`<div class="whole">
      <p>${said.text}</p>
      ${facts(commands)}
      <pre><code>${bag.manifest}</code></pre>
      <p>${said.files} <code>${said.filesCommand}</code></p>
    </div>`,
  );
}
