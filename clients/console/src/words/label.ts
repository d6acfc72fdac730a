import type { CaseSource } from '../lib/wire.ts';
import type { Words } from './fr.ts';

/** A label in words; a complaint has none and is its own. */
export function nameLabel(words: Words, label: string | null, source?: CaseSource): string {
  if (label !== null && label in words.label) return words.label[label as keyof Words['label']];
  if (label !== null) return label;
  return source === 'complaint' ? words.source.complaint : words.label.none;
}
