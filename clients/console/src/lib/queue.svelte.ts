import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { news } from './news.svelte.ts';
import { session } from './session.svelte.ts';
import type { CasePage, CaseRow } from './wire.ts';

const POLL_MS = 5_000;
/** Of those looks only every so many is taken while we are told what is new: waiting times count too. */
const SELDOM = 12;
export type QueueState = 'open' | 'decided';
export type Whose = 'all' | 'mine' | 'unassigned';

/** What waits, most pressing first, and what was decided, latest first. */
class Queue {
  state = $state<QueueState>('open');
  whose = $state<Whose>('all');
  mine = $state(0);
  unassigned = $state(0);
  urgentMinutes = $state(0);
  /** Those chosen in the queue, to be decided together. */
  chosen = $state.raw<string[]>([]);
  rows = $state.raw<CaseRow[]>([]);
  next = $state<string | null>(null);
  open = $state(0);
  urgent = $state(0);
  /** How many readings beyond a case's window wait for this reader's answer. */
  further = $state(0);
  ready = $state(false);
  problem = $state<Problem | null>(null);
  /** How many urgent cases came in since the last look; for the voice of a screen reader. */
  news = $state(0);
  #seen = new Set<string>();
  #later = $state.raw<CaseRow[]>([]);

  get all(): CaseRow[] {
    const first = new Set(this.rows.map((row) => row.id));
    return [...this.rows, ...this.#later.filter((row) => !first.has(row.id))];
  }

  /** The most pressing open case other than this one that no colleague has. */
  pressing(except?: string): CaseRow | undefined {
    const others = this.all.filter((row) => row.state === 'open' && row.id !== except);
    return others.find(({ assignee }) => assignee === null || assignee.id === session.staff?.id);
  }

  /** The row above (-1) or below (+1). */
  beside(id: string | undefined, step: 1 | -1): CaseRow | undefined {
    const rows = this.all;
    const at = rows.findIndex((row) => row.id === id);
    return at < 0 ? rows[0] : rows[at + step];
  }

  choose(id: string, chosen: boolean): void {
    this.chosen = chosen ? [...this.chosen, id] : this.chosen.filter((each) => each !== id);
  }

  async show(state: QueueState, whose: Whose = 'all'): Promise<void> {
    this.state = state;
    this.whose = whose;
    this.chosen = [];
    this.ready = false;
    this.rows = [];
    this.#later = [];
    await this.load();
  }

  async load(): Promise<void> {
    const { state, whose } = this;
    try {
      const page = await asStaff(api.get('/api/v1/staff/cases', { query: { state, whose } }));
      if (state !== this.state || whose !== this.whose) return;
      this.#take(page);
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  async more(): Promise<void> {
    if (this.next === null) return;
    const query = { state: this.state, whose: this.whose, cursor: this.next };
    try {
      const page = await asStaff(api.get('/api/v1/staff/cases', { query }));
      this.#later = [...this.#later, ...page.cases];
      this.next = page.next;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** It is decided: it waits no longer, before the next look says so. */
  drop(id: string): void {
    if (this.state !== 'open') return;
    this.rows = this.rows.filter((row) => row.id !== id);
    this.#later = this.#later.filter((row) => row.id !== id);
    void this.load();
  }

  /** Somebody else may sit down here next. */
  forget(): void {
    this.rows = this.#later = this.chosen = [];
    this.open = this.urgent = this.news = this.further = 0;
    this.next = null;
    this.ready = false;
    this.#seen.clear();
  }

  /** Look when there is news; every few seconds while none is heard and somebody can see it. Returns how to stop. */
  watch(): () => void {
    let turns = 0;
    const look = (): void => {
      if (document.visibilityState === 'visible') void this.load();
    };
    const stop = news.on('cases', () => void this.load());
    look();
    const timer = setInterval(() => (!news.live || ++turns % SELDOM === 0) && look(), POLL_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }

  #take(page: CasePage): void {
    const urgent = page.cases.filter((row) => row.urgent && row.state === 'open').map((row) => row.id);
    this.news = this.ready ? urgent.filter((id) => !this.#seen.has(id)).length : 0;
    for (const id of urgent) this.#seen.add(id);
    this.rows = page.cases;
    if (this.#later.length === 0) this.next = page.next;
    this.open = page.open;
    this.urgent = page.urgent;
    this.further = page.further ?? 0;
    this.mine = page.mine;
    this.unassigned = page.unassigned;
    this.urgentMinutes = page.urgent_minutes;
    this.ready = true;
  }
}

export const queue = new Queue();
