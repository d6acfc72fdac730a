import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { route, toCase } from './route.svelte.ts';
import type { StaffRoom } from './wire.ts';

/** Every room, open and closed, with the cases about it. */
class Rooms {
  all = $state.raw<StaffRoom[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  async load(): Promise<void> {
    await this.#try(async () => (this.all = await asStaff(api.get('/api/v1/staff/rooms'))));
  }

  /** Begin a case, or go on with the open one; leads there. */
  async begin(id: string, reason: string): Promise<void> {
    await this.#try(async () => {
      const begun = await asStaff(api.post('/api/v1/staff/rooms/{room_id}/cases', { path: { room_id: id }, body: { reason } }));
      route.go(toCase(begun.case));
    });
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

export const rooms = new Rooms();
