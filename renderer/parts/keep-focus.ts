/** Takes the focus when what had it inside goes away, so that whoever uses the keyboard stays where he was. */
export function keepFocus(box: HTMLElement): () => void {
  let last: Element | null = null;
  const enter = ({ target }: FocusEvent): void => {
    last = target as Element;
  };
  const leave = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) last = null;
  };
  const watch = new MutationObserver(() => {
    if (!last || last.isConnected) return;
    last = null;
    if (document.activeElement === document.body) box.focus({ preventScroll: true });
  });
  box.addEventListener('focusin', enter);
  box.addEventListener('focusout', leave);
  watch.observe(box, { childList: true, subtree: true });
  return () => {
    box.removeEventListener('focusin', enter);
    box.removeEventListener('focusout', leave);
    watch.disconnect();
  };
}
