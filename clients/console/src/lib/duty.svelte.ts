import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { news } from './news.svelte.ts';
import type { Duty as DutyShape } from './wire.ts';

const BEAT_MS = 60_000;
const LOOK_MS = 30_000;
const LONG_MS = 90 * 60_000;
const SINCE = 'veillee-duty-since';

/** Whether I watch, whether the lamp counts me, and how many watch in all. */
class Duty {
  value = $state<DutyShape | null>(null);
  since = $state<number | null>(null);
  problem = $state<Problem | null>(null);
  busy = $state(false);
  /** Looking at the queue without being on duty. */
  looking = $state(false);
  /** Was on duty in this session and took a break. */
  rested = $state(false);
  #beaten = 0;
  /** How often something was said of one's own duty: what was read before is older than that. */
  #said = 0;
  #later = $state(0);

  get on(): boolean {
    return this.value?.on ?? false;
  }
  /** Neither watching nor looking: the screen rests too. */
  get resting(): boolean {
    return !this.on && !this.looking;
  }
  get others(): number {
    return Math.max(0, (this.value?.staff_on_duty ?? 0) - (this.value?.counted ? 1 : 0));
  }
  /** Of the others, those who decide: sample people do not. */
  get helping(): number {
    return Math.max(0, this.others - (this.value?.sample_on_duty ?? 0));
  }
  get lit(): boolean {
    return (this.value?.staff_on_duty ?? 0) > 0;
  }

  take(value: DutyShape): void {
    this.value = value;
    this.since = value.on ? Number(sessionStorage.getItem(SINCE)) || this.#begin() : null;
    if (!value.on) sessionStorage.removeItem(SINCE);
  }

  forget(): void {
    this.value = null;
    this.since = null;
    this.looking = this.rested = false;
    sessionStorage.removeItem(SINCE);
  }

  async put(on: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.#said += 1;
    this.#beaten = Date.now();
    try {
      const value = await asStaff(api.put('/api/v1/staff/duty', { body: { on } }));
      this.rested = this.on && !value.on;
      this.take(value);
      this.looking = false;
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }

  /** A key or the pointer moved: say so to the server, at most once a minute. */
  touch(): void {
    if (this.on && !this.busy && Date.now() - this.#beaten > BEAT_MS) void this.put(true);
  }

  /** Look at the lamp when it changes, and now and then. Returns how to stop. */
  watch(): () => void {
    const look = async (): Promise<void> => {
      if (this.busy) return;
      const said = this.#said;
      const found = await asStaff(api.get('/api/v1/staff/session')).catch(() => undefined);
      if (found && said === this.#said) this.take(found.duty);
    };
    const stop = news.on('watch', () => void look());
    const timer = setInterval(() => document.visibilityState === 'visible' && void look(), LOOK_MS);
    return () => {
      stop();
      clearInterval(timer);
    };
  }

  /** Whether it is time to say that a break does good. */
  isLong(now: number): boolean {
    return this.since !== null && now - Math.max(this.since, this.#later) > LONG_MS;
  }
  later(): void {
    this.#later = Date.now();
  }

  #begin(): number {
    const now = Date.now();
    sessionStorage.setItem(SINCE, String(now));
    return now;
  }
}

export const duty = new Duty();
