import type { Case } from './wire.ts';

/** Labels under which words may hurt whoever reads them for hours: shown only when asked for. */
const GRAVE = new Set(['hate', 'threat', 'minor_sought', 'minor', 'third_person', 'sedation', 'sextortion', 'ambush', 'harassment', 'self_harm']);

/** A complaint brings back words whose label is not told any more: those that were decided about are seldom kind. */
export function isGrave(found: Case): boolean {
  if (found.complaint !== null) return true;
  const labels = [found.label, ...(found.verdict?.labels ?? []), ...found.reports.map((report) => report.reason)];
  return labels.some((label) => label !== null && GRAVE.has(label));
}
