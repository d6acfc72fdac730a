import { careEn } from './care.en.ts';
import { commonEn } from './common.en.ts';
import { doorEn } from './door.en.ts';
import type { Words } from './fr.ts';
import { talkEn } from './talk.en.ts';

export const en: Words = { ...commonEn, ...doorEn, ...talkEn, ...careEn };
