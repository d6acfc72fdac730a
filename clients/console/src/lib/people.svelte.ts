import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { route, toCase } from './route.svelte.ts';
import type { FoundPerson, PersonPage } from './wire.ts';

/** Looking for people, and the one whose page is open. What they said is not here: that takes a case. */
class People {
  asked = $state('');
  found = $state.raw<FoundPerson[] | null>(null);
  page = $state.raw<PersonPage | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  async search(): Promise<void> {
    const q = this.asked.trim();
    if (q === '') return;
    await this.#try(async () => (this.found = await asStaff(api.get('/api/v1/staff/people', { query: { q } }))));
  }

  async open(id: string): Promise<void> {
    if (this.page?.person.id !== id) this.page = null;
    await this.#try(async () => (this.page = await asStaff(api.get('/api/v1/staff/people/{person_id}', { path: { person_id: id } }))));
  }

  /** Begin a case, or go on with the open one; leads there. */
  async begin(id: string, reason: string): Promise<void> {
    await this.#try(async () => {
      const begun = await asStaff(api.post('/api/v1/staff/people/{person_id}/cases', { path: { person_id: id }, body: { reason } }));
      route.go(toCase(begun.case));
    });
  }

  /** Somebody else may sit down here next. */
  forget(): void {
    this.found = this.page = this.problem = null;
    this.asked = '';
  }

  async #try(work: () => Promise<unknown>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }
}

export const people = new People();
