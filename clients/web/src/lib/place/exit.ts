import { language } from '@veillee/shared/words';

const neutral = { fr: 'https://fr.wikipedia.org/', en: 'https://en.wikipedia.org/' };
const twice_ms_max = 700;
const gone = 'veillee.gone';

/**
 * Leave at once: hide, forget drafts, and put a neutral page in the place of this one. The session stays, because
 * waiting for the server would keep the page on the screen; "leave the place" ends it.
 */
export function quickExit(): void {
  document.documentElement.hidden = true;
  document.title = '';
  try {
    sessionStorage.clear();
    sessionStorage.setItem(gone, 'yes');
  } catch {
    // Nothing was kept then.
  }
  location.replace(neutral[language.current]);
}

/** Escape, twice in a short time, wherever the focus is. Call once. */
export function listenForExit(): void {
  let last = -Infinity;
  const onkeydown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.repeat) return;
    if (event.timeStamp - last < twice_ms_max) quickExit();
    last = event.timeStamp;
  };
  addEventListener('keydown', onkeydown, { capture: true });
  addEventListener('pageshow', (event) => event.persisted && left() && quickExit());
}

/**
 * True when "back" or "forward" led here after a quick exit: an older page of this place in the same tab, which goes
 * to the neutral page as well. Whoever comes by the address means it, and is let in.
 */
export function staysAway(): boolean {
  const [way] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const away = left() && way?.type === 'back_forward';
  if (away) quickExit();
  else if (left()) sessionStorage.removeItem(gone);
  return away;
}

function left(): boolean {
  try {
    return sessionStorage.getItem(gone) === 'yes';
  } catch {
    return false;
  }
}
