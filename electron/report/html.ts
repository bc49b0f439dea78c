/** Text that is HTML already. Made by `html` alone, so nothing gets into a page without having been escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | readonly Html[];

const named: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters but for tab and line end, those that turn the reading direction, and halves of characters. */
const hidden = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu; // eslint-disable-line no-control-regex -- they are what is looked for

/** Text as it may stand in a page: nothing in it acts, and nothing makes other words look different. */
export function escaped(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(hidden, (character) => `‹U+${codeOf(character)}›`)
    .replace(/[&<>"']/g, (character) => named[character] ?? '');
}

const codeOf = (character: string): string =>
  (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');

/** Makes HTML; every value is escaped unless it is HTML itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(parts.map((part, at) => part + inserted(values[at] ?? '')).join(''));
}

function inserted(value: Value): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('\n');
  return escaped(String(value));
}

/** Nothing at all. */
export const nothing = new Html('');
