import { api, type Problem } from '@veillee/shared/api';
import { language } from '@veillee/shared/words';
import { asProblem, asStaff } from './asStaff.ts';
import type { Alarm, MailState, StaffRole, Team as TeamShape } from './wire.ts';

/** Who is staff, what waits for a second person, how staff are called, and how letters fare. */
class Team {
  value = $state.raw<TeamShape | null>(null);
  mail = $state.raw<MailState | null>(null);
  alarm = $state.raw<Alarm | null>(null);
  problem = $state.raw<Problem | null>(null);

  async load(): Promise<void> {
    await this.#try(async () => {
      const calls = [api.get('/api/v1/staff/team'), api.get('/api/v1/staff/mail'), api.get('/api/v1/staff/alarm')] as const;
      [this.value, this.mail, this.alarm] = await Promise.all(calls);
    });
  }

  /** role null: staff no more. */
  change(staff_id: string, role: StaffRole | null, reason: string): Promise<boolean> {
    return this.#try(() => api.post('/api/v1/staff/team/{staff_id}/changes', { path: { staff_id }, body: { role, reason } }), true);
  }

  answer(change_id: string, agree: boolean): Promise<boolean> {
    return this.#try(() => api.post('/api/v1/staff/team-changes/{change_id}/answer', { path: { change_id }, body: { agree } }), true);
  }

  call(email: string): Promise<boolean> {
    return this.#try(() => api.put('/api/v1/staff/alarm', { body: { email, language: language.current } }), true);
  }

  callNoMore(): Promise<boolean> {
    return this.#try(() => api.delete('/api/v1/staff/alarm'), true);
  }

  retry(): Promise<boolean> {
    return this.#try(() => api.post('/api/v1/staff/mail/retries'), true);
  }

  async #try(call: () => Promise<unknown>, reload = false): Promise<boolean> {
    try {
      await asStaff(call());
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
      return false;
    }
    if (reload) await this.load();
    return true;
  }
}

export const team = new Team();
