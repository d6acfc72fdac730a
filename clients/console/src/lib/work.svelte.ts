import { api } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { caseFile } from './caseFile.svelte.ts';
import { queue } from './queue.svelte.ts';
import { session } from './session.svelte.ts';
import type { Case, Macro, StaffMember } from './wire.ts';

/** Who has the case on the screen, and what colleagues note on it. */
class Work {
  watchers = $state.raw<StaffMember[]>([]);
  macros = $state.raw<Macro[]>([]);
  moved = $state(false);

  async load(): Promise<void> {
    const calls = [api.get('/api/v1/staff/watchers'), api.get('/api/v1/staff/macros')] as const;
    await asStaff(Promise.all(calls)).then(([watchers, macros]) => ((this.watchers = watchers), (this.macros = macros)), () => undefined);
  }

  async give(found: Case, to: string | null): Promise<void> {
    const body = { to, had: found.assignee?.id ?? null };
    try {
      await asStaff(api.put('/api/v1/staff/cases/{case_id}/assignee', { path: { case_id: found.id }, body }));
      this.moved = false;
      caseFile.given(found.id, this.watchers.find(({ id }) => id === to) ?? null);
    } catch (error) {
      this.moved = asProblem(error).slug === 'assigned';
    }
    void queue.load();
  }

  /** Take the case that nobody has, or let one's own go. */
  toggle(): void {
    const found = caseFile.value;
    const me = session.staff?.id;
    if (!found || found.state !== 'open' || !session.decides || me === undefined) return;
    void this.give(found, found.assignee?.id === me ? null : me);
  }

  /** Throws Problem. */
  async note(found: Case, text: string): Promise<void> {
    await asStaff(api.post('/api/v1/staff/cases/{case_id}/notes', { path: { case_id: found.id }, body: { text } }));
    await caseFile.reload();
  }
}

export const work = new Work();
