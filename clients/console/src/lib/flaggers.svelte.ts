import { api, type Problem } from '@veillee/shared/api';
import { language } from '@veillee/shared/words';
import { asProblem, asStaff } from './asStaff.ts';
import { lastMonths } from './figures.svelte.ts';
import type { FlaggedNotice, FlaggerPage, NoticeItem, NoticeReason } from './wire.ts';

export const ITEMS_MAX = 20;

/** Trusted flaggers: all of them for staff, themselves and what they brought for one of them. */
class Flaggers {
  page = $state.raw<FlaggerPage | null>(null);
  own = $state.raw<FlaggedNotice[]>([]);
  problem = $state.raw<Problem | null>(null);
  readonly periods = lastMonths(new Date());
  period = $state(this.periods[0]!);

  async load(own: boolean): Promise<void> {
    await this.#try(async () => {
      this.page = await asStaff(api.get('/api/v1/staff/flaggers', { query: { period: this.period } }));
      if (own) this.own = await asStaff(api.get('/api/v1/staff/notices'));
    });
  }

  async choose(period: string, own: boolean): Promise<void> {
    this.period = period;
    await this.load(own);
  }

  suspend(staff_id: string, reason: string): Promise<boolean> {
    return this.#change(() => api.post('/api/v1/staff/flaggers/{staff_id}/suspension', { path: { staff_id }, body: { reason } }));
  }

  restore(staff_id: string, reason: string): Promise<boolean> {
    return this.#change(() => api.post('/api/v1/staff/flaggers/{staff_id}/restoration', { path: { staff_id }, body: { reason } }));
  }

  async #change(call: () => Promise<unknown>): Promise<boolean> {
    const done = await this.#try(() => asStaff(call()));
    if (done) await this.load(false);
    return done;
  }

  async #try(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    return this.problem === null;
  }
}

export const flaggers = new Flaggers();

/** A notice as a trusted flagger writes it, and what is wrong with it, by field. */
export class NoticeDraft {
  reason = $state<NoticeReason | ''>('');
  items = $state<NoticeItem[]>([this.#item()]);
  explanation = $state('');
  goodFaith = $state(false);
  busy = $state(false);
  tried = $state(false);
  filed = $state(false);
  problem = $state.raw<Problem | null>(null);

  add(): void {
    if (this.items.length < ITEMS_MAX) this.items.push(this.#item());
  }

  remove(at: number): void {
    this.items = this.items.filter((_, index) => index !== at);
  }

  async file(): Promise<void> {
    this.tried = true;
    this.filed = false;
    if (this.reason === '' || this.busy) return;
    this.busy = true;
    const items = this.items.map((item) => ({ ...item, detail: item.detail?.trim() || null }));
    const body = { items, reason: this.reason, explanation: this.explanation, good_faith: this.goodFaith, language: language.current };
    try {
      await asStaff(api.post('/api/v1/staff/notices', { body }));
      this.#empty();
      await flaggers.load(true);
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }

  #empty(): void {
    this.reason = '';
    this.items = [this.#item()];
    this.explanation = '';
    this.goodFaith = this.tried = false;
    this.problem = null;
    this.filed = true;
  }

  #item(): NoticeItem {
    return { kind: 'message', location: '', detail: '' };
  }
}
