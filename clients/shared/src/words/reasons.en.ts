import type { ReasonsWords } from './reasons.fr.ts';

export const reasonsEn: ReasonsWords = {
  picture: {
    minor: 'Shows someone who seems to be under 18',
    third_person: 'Shows or offers someone without their consent',
  },
};
