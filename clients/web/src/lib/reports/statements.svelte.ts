import { api, type Statement } from '@veillee/shared/api';
import { words } from '@veillee/shared/words/members';
import { live } from '../live.svelte.ts';
import { notices } from '../place/notices.svelte.ts';
import { session } from '../session/session.svelte.ts';

/** Decisions about me: what, why, under which rule, until when, and how to contest them. */
class Statements {
  all = $state.raw<Statement[]>([]);
  loaded = $state(false);

  /** Call once. */
  listen(): void {
    live.on('statement', (frame) => {
      this.#place(frame.statement);
      // What the filter has just refused is said where it was written.
      if (frame.statement.automated && !frame.statement.complaint.sent) return;
      notices.say(words.now.reports.decision, { path: '/moi/decisions', text: words.now.reports.see });
      void session.load().catch(() => {});
    });
  }

  async load(): Promise<void> {
    this.all = await api.get('/api/v1/statements');
    this.loaded = true;
  }

  async complain(statement: Statement, text: string): Promise<void> {
    await api.post('/api/v1/statements/{statement_id}/complaint', {
      path: { statement_id: statement.id },
      body: { text },
    });
    this.#place({ ...statement, complaint: { ...statement.complaint, sent: true } });
  }

  #place(statement: Statement): void {
    const known = this.all.some((one) => one.id === statement.id);
    const others = this.all.map((one) => (one.id === statement.id ? statement : one));
    this.all = known ? others : [statement, ...this.all];
  }
}

export const statements = new Statements();
