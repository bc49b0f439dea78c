import type { Theme } from '../../shared/settings';
import { ask } from './bridge';

export const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** Light, dark, or what the system says. */
export class ThemeChoice {
  #theme = $state<Theme>('system');
  #chosen = false;

  get theme(): Theme {
    return this.#theme;
  }

  /** Shows what was kept, unless a person has chosen meanwhile. */
  begin(theme: Theme): void {
    if (!this.#chosen) this.#show(theme);
  }

  /** Shows a theme and keeps it for the next start. */
  async choose(theme: Theme): Promise<void> {
    this.#chosen = true;
    this.#show(theme);
    await ask('setTheme', { theme });
  }

  #show(theme: Theme): void {
    this.#theme = theme;
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
  }
}
