import { language } from '@veillee/shared/words';

const STEPS: [Intl.NumberFormatOptions['unit'] & string, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

const LOCALES = { fr: 'fr-FR', en: 'en-GB' };

/** The time of day, read anew every quarter of a minute so that waiting times grow on the screen. */
class Clock {
  now = $state(Date.now());

  constructor() {
    setInterval(() => (this.now = Date.now()), 15_000);
  }

  /** "3 min", "2 h"; undefined within the first minute. */
  since(moment: string): string | undefined {
    return span((this.now - Date.parse(moment)) / 1000);
  }
}

export const clock = new Clock();

export function span(seconds: number, display: 'short' | 'long' = 'short'): string | undefined {
  for (const [unit, size] of STEPS) {
    if (seconds >= size) {
      const style = { style: 'unit', unit, unitDisplay: display } as const;
      const told = new Intl.NumberFormat(LOCALES[language.current], style).format(Math.floor(seconds / size));
      return told.replace('\u202f', '\u00a0');
    }
  }
  return undefined;
}

/** "24 novembre à 20:14", with the year when it is another one. */
export function dateTime(moment: string | number): string {
  const date = new Date(moment);
  const year = date.getFullYear() === new Date(clock.now).getFullYear() ? undefined : 'numeric';
  return date.toLocaleString(LOCALES[language.current], { day: 'numeric', month: 'long', year, hour: '2-digit', minute: '2-digit' });
}

/** "20:14" today, "24 nov., 20:14" otherwise. */
export function shortTime(moment: string): string {
  const date = new Date(moment);
  const hour = { hour: '2-digit', minute: '2-digit' } as const;
  const today = date.toDateString() === new Date(clock.now).toDateString();
  return date.toLocaleString(LOCALES[language.current], today ? hour : { day: 'numeric', month: 'short', ...hour });
}
