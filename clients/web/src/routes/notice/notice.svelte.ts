import { api, Problem, type NoticeFiled, type NoticeReason, type NoticeRequest } from '@veillee/shared/api';
import { explain } from '../../lib/place/problems.ts';
import { language } from '@veillee/shared/words';
import { noticeWords } from '@veillee/shared/words/notice';

export const ITEMS_MAX = 20;
export type Kind = NoticeRequest['items'][number]['kind'];
export const kinds: readonly Kind[] = ['message', 'person', 'room', 'other'];
/** For these neither name nor address is asked (DSA art. 16(2)(c)). */
const childAbuse: ReadonlySet<string> = new Set(['minor', 'minor_disclosed', 'minor_sought']);

export class Item {
  kind = $state<Kind>('person');
  location = $state('');
  detail = $state('');
}

/** What one writes from outside, and what is wrong with it. */
export class NoticeForm {
  danger = $state(false);
  reason = $state<NoticeReason | ''>('');
  items = $state<Item[]>([new Item()]);
  explanation = $state('');
  name = $state('');
  email = $state('');
  goodFaith = $state(false);
  busy = $state(false);
  failed = $state('');
  filed = $state.raw<NoticeFiled | null>(null);
  /** Field to what is wrong with it, in words: `explanation`, `items.1.location`. */
  wrong = $state.raw<Record<string, string>>({});

  get nameless(): boolean {
    return this.danger || childAbuse.has(this.reason);
  }

  add(): void {
    if (this.items.length < ITEMS_MAX) this.items.push(new Item());
  }

  remove(item: Item): void {
    this.items = this.items.filter((one) => one !== item);
  }

  async submit(): Promise<void> {
    this.failed = '';
    this.wrong = this.reason || this.danger ? {} : { reason: noticeWords.now.wrong.missing };
    if (Object.keys(this.wrong).length) return;
    this.busy = true;
    try {
      this.filed = await api.post('/api/v1/notices', { body: this.#body() });
    } catch (problem) {
      this.#explain(problem);
    } finally {
      this.busy = false;
    }
  }

  #body(): NoticeRequest {
    const items = this.items.map(({ kind, location, detail }) => ({ kind, location, detail: detail.trim() || null }));
    return {
      items: this.danger ? items.slice(0, 1).map((item) => ({ ...item, kind: 'other' as const })) : items,
      reason: this.danger ? 'danger' : (this.reason as NoticeReason),
      explanation: this.explanation,
      name: this.nameless ? null : this.name,
      email: this.nameless ? null : this.email,
      good_faith: this.goodFaith,
      language: language.current,
    };
  }

  #explain(problem: unknown): void {
    const said: Record<string, string> = noticeWords.now.wrong;
    const errors = problem instanceof Problem ? Object.entries(problem.errors) : [];
    this.wrong = Object.fromEntries(errors.map(([field, reason]) => [field, said[reason] ?? explain(problem)]));
    if (!errors.length) this.failed = explain(problem);
  }
}
