import type { ReportReason } from '@veillee/shared/api';

/** Reasons in the order in which they are offered: what endangers somebody first. */
export const dangers: readonly ReportReason[] = [
  'threat',
  'ambush',
  'minor_sought',
  'minor_disclosed',
  'minor',
  'sextortion',
  'third_person',
  'sedation',
  'self_harm',
];
export const conduct: readonly ReportReason[] = [
  'harassment',
  'hate',
  'doxxing',
  'scam',
  'impersonation',
  'contact_exchange',
  'spam',
  'other',
];
