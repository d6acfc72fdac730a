import { Dictionary } from './language.svelte.ts';
import { statementsEn } from './statements.en.ts';
import { statementsFr, type StatementsWords } from './statements.fr.ts';

/** Both languages come with the first decision that is read, and weigh nothing on the way to talk. */
export const statementsWords = new Dictionary<StatementsWords>({ fr: statementsFr, en: statementsEn });
