import { language } from '@veillee/shared/words';

const neutral = { fr: 'https://fr.wikipedia.org/', en: 'https://en.wikipedia.org/' };
const twice_ms_max = 700;

/**
 * Leave at once: hide, forget drafts, and put a neutral page in the place of this one. The session stays, because
 * waiting for the server would keep the page on the screen; "leave the place" ends it.
 */
export function quickExit(): void {
  document.documentElement.hidden = true;
  document.title = '';
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was kept then.
  }
  location.replace(neutral[language.current]);
}

/** Escape, twice in a short time, wherever the focus is. Call once. */
export function listenForExit(): void {
  let last = -Infinity;
  addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.repeat) return;
      if (event.timeStamp - last < twice_ms_max) quickExit();
      last = event.timeStamp;
    },
    { capture: true },
  );
}
