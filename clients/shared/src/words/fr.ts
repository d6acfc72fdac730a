import { careFr } from './care.fr.ts';
import { commonFr } from './common.fr.ts';
import { doorFr } from './door.fr.ts';
import { talkFr } from './talk.fr.ts';

/** Everything that the member client says; the type of every other language. */
export const fr = { ...commonFr, ...doorFr, ...talkFr, ...careFr };

export type Words = typeof fr;
