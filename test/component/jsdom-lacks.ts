/** What the window of jsdom lacks and the components ask for; none of it does anything here. */

const nothing = (): void => undefined;

Object.defineProperty(window, 'matchMedia', {
  value: (media: string) => ({
    media,
    matches: false,
    addEventListener: nothing,
    removeEventListener: nothing,
  }),
});

class NoObserver {
  readonly observe = nothing;
  readonly unobserve = nothing;
  readonly disconnect = nothing;
}
Object.defineProperty(window, 'ResizeObserver', { value: NoObserver });

Object.defineProperty(Element.prototype, 'scrollIntoView', { value: nothing });
