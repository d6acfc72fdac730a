import { language } from './language.svelte.ts';

/** Hours and minutes: 21:04. */
export function clock(at: string): string {
  return format(at, { hour: '2-digit', minute: '2-digit' });
}

/** Day and time, for what lies further off: 3 décembre à 21:04. */
export function moment(at: string): string {
  return format(at, { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' });
}

/** The day with its name: lundi 3 décembre. */
export function longDay(at: string): string {
  return format(at, { weekday: 'long', day: 'numeric', month: 'long' });
}

/** Whole days between that day and today, in the time of this device: 0 is today. */
export function daysAgo(at: string, now = new Date()): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(now) - midnight(new Date(at))) / 86_400_000);
}

function format(at: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(language.current === 'en' ? 'en-GB' : 'fr-FR', options).format(new Date(at));
}
