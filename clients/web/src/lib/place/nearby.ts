import type { HelpLine } from '@veillee/shared/api';
import { language } from '@veillee/shared/words';

/** Help lines for a page: those that can be reached from here, and those of other countries. All are here when none is near. */
export function splitByReach(lines: readonly HelpLine[], country = likelyCountry()): { here: readonly HelpLine[]; elsewhere: readonly HelpLine[] } {
  const near = nearOnes(lines, country);
  return near.length ? { here: near, elsewhere: lines.filter((line) => !near.includes(line)) } : { here: lines, elsewhere: [] };
}

/**
 * Help lines with those first that can be reached from where this person is likely to be: the country that the device's
 * languages name, else France for whoever reads French.
 */
export function nearFirst(lines: readonly HelpLine[], country = likelyCountry()): HelpLine[] {
  const near = nearOnes(lines, country);
  return [...near, ...lines.filter((line) => !near.includes(line))];
}

function nearOnes(lines: readonly HelpLine[], country: string | undefined): HelpLine[] {
  return lines.filter((line) => country && line.countries.includes(country));
}

function likelyCountry(): string | undefined {
  const [country] = navigator.languages.flatMap((tag) => /-([A-Z]{2})\b/.exec(tag)?.[1] ?? []);
  return country ?? (language.current === 'fr' ? 'FR' : undefined);
}
