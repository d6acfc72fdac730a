import { recall, remember } from '../keep.ts';

export type Theme = 'auto' | 'dark' | 'light';

const themes: readonly Theme[] = ['auto', 'dark', 'light'];

/** The palette of the page. `auto` follows the device; the choice stays on this device. */
class Appearance {
  theme = $state<Theme>(recall('theme', themes) ?? 'auto');

  /** Call once, when the client starts. */
  start(): void {
    matchMedia('(prefers-color-scheme: light)').addEventListener('change', () => this.#apply());
    this.#apply();
  }

  choose(theme: Theme): void {
    this.theme = theme;
    remember('theme', theme);
    this.#apply();
  }

  #apply(): void {
    const light = this.theme === 'auto' ? matchMedia('(prefers-color-scheme: light)').matches : this.theme === 'light';
    document.documentElement.dataset['theme'] = light ? 'light' : 'dark';
  }
}

export const appearance = new Appearance();
