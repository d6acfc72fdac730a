/* What talk needs a moment later: pictures, and what is said of messages that did not go out. */

export { picturesWords } from '@veillee/shared/words/pictures';
export { allowance } from '../pictures/allowance.svelte.ts';
export { default as Chosen } from '../pictures/Chosen.svelte';
export { default as OutgoingNote } from './OutgoingNote.svelte';
export { default as PictureButton } from '../pictures/PictureButton.svelte';
export { default as Pictures } from '../pictures/Pictures.svelte';
export { Tray } from '../pictures/tray.svelte.ts';
