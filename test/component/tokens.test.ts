import { expect, test } from 'vitest';

// The tests of components know no types of Node, so that components cannot use Node by accident.
interface Files {
  readFileSync: (path: string, encoding: 'utf8') => string;
}
const files = (await import(['node', 'fs'].join(':'))) as Files;
const { dirname } = import.meta as unknown as { dirname: string };
const css = files.readFileSync(`${dirname}/../../renderer/styles/tokens.css`, 'utf8');

/** The declarations of the block that begins with a selector, without the space around them. */
function declarations(selector: string): string[] {
  const body = css.slice(css.indexOf(`${selector} {`) + selector.length).split('}')[0] ?? '';
  return [...body.matchAll(/^\s*([\w-]+:.*);$/gm)].map((match) => match[1] ?? '');
}

test('dark is the same whether the system or the person chose it', () => {
  const bySystem = declarations(":root:not([data-theme='light'])");
  expect(bySystem.length).toBeGreaterThan(20);
  expect(declarations(":root[data-theme='dark']")).toEqual(bySystem);
});
