import { en } from './en.ts';
import { fr } from './fr.ts';
import { Dictionary } from './language.svelte.ts';

export type { Words } from './fr.ts';

/** The member client's words. */
export const words = new Dictionary({ fr, en });
