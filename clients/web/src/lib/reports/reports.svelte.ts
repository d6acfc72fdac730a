import { api, type Report, type ReportFiled, type ReportReason, type ReportSubject } from '@veillee/shared/api';
import { words } from '@veillee/shared/words/members';
import { live } from '../live.svelte.ts';
import { notices } from '../place/notices.svelte.ts';

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

/** What I have reported and what came of it. */
class Reports {
  all = $state.raw<Report[]>([]);
  loaded = $state(false);

  /** Call once. */
  listen(): void {
    live.on('report', (frame) => {
      this.all = [frame.report, ...this.all.filter((one) => one.id !== frame.report.id)];
      notices.say(words.now.reports.news, { path: '/moi/signalements', text: words.now.statements.see });
    });
  }

  async load(): Promise<void> {
    this.all = await api.get('/api/v1/reports');
    this.loaded = true;
  }

  file(subject: ReportSubject, reason: ReportReason, note: string): Promise<ReportFiled> {
    return api.post('/api/v1/reports', { body: { subject, reason, note: note.trim() || null } });
  }
}

export const reports = new Reports();
