import { html, type Html } from './html';

/** A part of the certificate under its heading. */
export function section(title: string, content: Html | readonly Html[]): Html {
  return html`<section>
    <h2>${title}</h2>
    ${content}
  </section>`;
}

/** One fact beside its name. */
export function fact(name: string, value: string | Html): Html {
  return html`<tr>
    <th scope="row">${name}</th>
    <td>${value}</td>
  </tr>`;
}

/** Facts below one another. */
export function facts(rows: readonly Html[]): Html {
  return html`<table class="facts">
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

/** A table whose heading is repeated on each page that it reaches. */
export function table(
  columns: readonly { readonly name: string; readonly kind?: string }[],
  rows: readonly Html[],
): Html {
  const heads = columns.map(({ name, kind }) => html`<th scope="col" class="${kind ?? ''}">${name}</th>`);
  return html`<table>
    <thead>
      <tr>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}
