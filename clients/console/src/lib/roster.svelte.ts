import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { addDays } from './placeTime.ts';
import type { Answers, Gaps, Roster as RosterShape, ShiftRequest } from './wire.ts';

const LOOK_MS = 120_000;

/** Who will watch, where nobody will, and how soon staff answered. */
class Roster {
  value = $state.raw<RosterShape | null>(null);
  ahead = $state.raw<Gaps | null>(null);
  answers = $state.raw<Answers | null>(null);
  problem = $state.raw<Problem | null>(null);
  #week: string | undefined;

  async load(): Promise<void> {
    const query = this.#week === undefined ? {} : { week: this.#week };
    try {
      const calls = [api.get('/api/v1/staff/duty/roster', { query }), api.get('/api/v1/staff/duty/answers')] as const;
      [this.value, this.answers] = await asStaff(Promise.all(calls));
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** Show another week: so many before or after the one that is shown, or today's. */
  async turn(weeks: number | 'today'): Promise<void> {
    this.#week = weeks === 'today' || this.value === null ? undefined : addDays(this.value.monday, 7 * weeks);
    await this.load();
  }

  /** Throws Problem: `invalid` by field. */
  async plan(body: ShiftRequest): Promise<void> {
    await asStaff(api.post('/api/v1/staff/duty/shifts', { body }));
    await Promise.all([this.load(), this.#look()]);
  }

  async remove(shift: string): Promise<void> {
    try {
      await asStaff(api.delete('/api/v1/staff/duty/shifts/{shift_id}', { path: { shift_id: shift } }));
    } catch (error) {
      this.problem = asProblem(error);
    }
    await Promise.all([this.load(), this.#look()]);
  }

  /** Look for gaps now and then. Returns how to stop. */
  watch(): () => void {
    void this.#look();
    const timer = setInterval(() => document.visibilityState === 'visible' && void this.#look(), LOOK_MS);
    return () => clearInterval(timer);
  }

  async #look(): Promise<void> {
    await asStaff(api.get('/api/v1/staff/duty/gaps')).then((found) => (this.ahead = found), () => undefined);
  }
}

export const roster = new Roster();
