import { Dictionary } from './language.svelte.ts';
import { proofEn } from './proof.en.ts';
import { proofFr, type ProofWords } from './proof.fr.ts';

/** Both languages come with the receipt that speaks them, and weigh nothing on the way to talk. */
export const proofWords = new Dictionary<ProofWords>({ fr: proofFr, en: proofEn });
