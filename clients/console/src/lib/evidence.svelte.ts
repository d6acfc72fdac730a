import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import type { Evidence } from './wire.ts';

const PATH = '/api/v1/staff/cases/{case_id}/evidence';

/** What is sealed of the open case, and who touched it. Nothing here opens a copy. */
export class SealedCopies {
  value = $state.raw<Evidence | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  async load(id: string): Promise<void> {
    await this.#ask(() => api.get(PATH, { path: { case_id: id } }));
  }

  /** Keep them past their time, or no longer. */
  async hold(id: string, on: boolean, reason: string): Promise<void> {
    await this.#ask(() => api.put(`${PATH}/hold`, { path: { case_id: id }, body: { on, reason } }));
  }

  async #ask(call: () => Promise<Evidence>): Promise<void> {
    this.busy = true;
    try {
      this.value = await asStaff(call());
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }
}
