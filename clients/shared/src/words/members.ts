import type { Words } from './fr.ts';
import { LazyDictionary } from './language.svelte.ts';

export type { Words } from './fr.ts';

/** The member client's words; each language is fetched when it is first spoken. */
export const words = new LazyDictionary<Words>({
  fr: async () => (await import('./fr.ts')).fr,
  en: async () => (await import('./en.ts')).en,
});
