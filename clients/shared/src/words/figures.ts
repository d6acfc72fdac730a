import { figuresEn } from './figures.en.ts';
import { figuresFr, type FiguresWords } from './figures.fr.ts';
import { Dictionary } from './language.svelte.ts';

/** Both languages come with the page that speaks them, and weigh nothing on the way to talk. */
export const figuresWords = new Dictionary<FiguresWords>({ fr: figuresFr, en: figuresEn });
export { figuresEn, figuresFr };
