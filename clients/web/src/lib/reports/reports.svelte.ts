import { api, type Report, type ReportFiled, type ReportReason, type ReportSubject } from '@veillee/shared/api';
import { words } from '@veillee/shared/words/members';
import { live } from '../live.svelte.ts';
import { notices } from '../place/notices.svelte.ts';

/** What I have reported and what came of it. */
class Reports {
  all = $state.raw<Report[]>([]);
  loaded = $state(false);

  /** Call once. */
  listen(): void {
    live.on('report', (frame) => {
      this.all = [frame.report, ...this.all.filter((one) => one.id !== frame.report.id)];
      notices.say(words.now.reports.news, { path: '/moi/signalements', text: words.now.reports.see });
    });
  }

  async load(): Promise<void> {
    this.all = await api.get('/api/v1/reports');
    this.loaded = true;
  }

  async object(report: Report, text: string): Promise<void> {
    await api.post('/api/v1/reports/{report_id}/complaint', { path: { report_id: report.id }, body: { text } });
    await this.load();
  }

  file(subject: ReportSubject, reason: ReportReason, note: string): Promise<ReportFiled> {
    return api.post('/api/v1/reports', { body: { subject, reason, note: note.trim() || null } });
  }
}

export const reports = new Reports();
