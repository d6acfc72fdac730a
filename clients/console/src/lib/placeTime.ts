/* The clocks of the place, which need not be those of this device. */

import { language } from '@veillee/shared/words';

const LOCALES = { fr: 'fr-FR', en: 'en-GB' };

/** The day of a moment at the place: 2026-11-30. */
export function dayAt(moment: string, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(moment));
}

/** The hour of a moment at the place: 20:00. */
export function hourAt(moment: string, zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(moment));
}

/** The day with its name: lundi 30 novembre; short: lun. 30 nov. */
export function nameDay(day: string, style: 'long' | 'short' = 'long'): string {
  return tell(day, { weekday: style, day: 'numeric', month: style });
}
/** lundi */
export function nameWeekday(day: string): string {
  return tell(day, { weekday: 'long' });
}
/** 30 novembre 2026 */
export function nameDate(day: string): string {
  return tell(day, { day: 'numeric', month: 'long', year: 'numeric' });
}

/** So many days later. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * 86_400_000).toISOString().slice(0, 10);
}

function tell(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(LOCALES[language.current], { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));
}
