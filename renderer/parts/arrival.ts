/** Brings a screen or step that has just appeared into view from its top, whichever box scrolls. */
export function toTop(node: HTMLElement): void {
  const main = node.closest('main');
  if (main) main.scrollTop = 0;
  document.documentElement.scrollTop = 0;
}
