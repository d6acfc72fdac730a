import { language } from '@veillee/shared/words';

/** "50 000" */
export function grouped(count: number): string {
  return count.toLocaleString(language.current === 'fr' ? 'fr-FR' : 'en-GB');
}

/** One or several: French and English count nought differently, so callers say nothing for nought. */
export function many(count: number, one: string, several: string): string {
  return count === 1 ? one : several;
}
