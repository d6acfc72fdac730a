import { many } from './many.ts';
import type { PicturesWords } from './pictures.fr.ts';

export const picturesEn: PicturesWords = {
  count: (count) => many(count, '1 picture', `${count} pictures`),
  one: (number, name) => `Picture ${number} from ${name}`,
  look: 'Look at the picture',
  lookAt: (number, name) => `Look at picture ${number} from ${name}`,
  recorded: 'Each look goes on record. It opens blurred and grey.',
  sharp: 'Sharp',
  colour: 'In colour',
  cover: 'Cover',
  removed: 'removed',
  reported: 'Reported picture',
  gone: 'This picture was destroyed when its time was over.',
  failed: 'The picture could not be opened.',
};
