import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import type { CaseLine, FurtherPage, FurtherReading, FurtherRequest } from './wire.ts';

/** Readings beyond the window of a case: of the whole place, or of the one case that is open. */
class Further {
  page = $state.raw<FurtherPage | null>(null);
  ofCase = $state.raw<FurtherReading[]>([]);
  problem = $state.raw<Problem | null>(null);
  #case: string | null = null;

  /** All of the place, for the page. */
  async load(): Promise<void> {
    this.#case = null;
    await this.again();
  }

  /** Those of one case. */
  async follow(caseId: string): Promise<void> {
    if (this.#case !== caseId) this.ofCase = [];
    this.#case = caseId;
    await this.again();
  }

  /** Throws Problem. */
  async ask(caseId: string, body: FurtherRequest): Promise<void> {
    await asStaff(api.post('/api/v1/staff/cases/{case_id}/further', { path: { case_id: caseId }, body }));
    await this.again();
  }

  /** Throws Problem. */
  async answer(id: string, open: boolean, reason: string): Promise<void> {
    await asStaff(api.post('/api/v1/staff/further/{further_id}/answers', { path: { further_id: id }, body: { open, reason } }));
    await this.again();
  }

  /** Throws Problem. */
  async close(id: string): Promise<void> {
    await asStaff(api.delete('/api/v1/staff/further/{further_id}', { path: { further_id: id } }));
    await this.again();
  }

  /** The same as it stands now. */
  async again(): Promise<void> {
    const id = this.#case;
    try {
      if (id === null) this.page = await asStaff(api.get('/api/v1/staff/further'));
      else this.ofCase = await asStaff(api.get('/api/v1/staff/cases/{case_id}/further', { path: { case_id: id } }));
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

export const further = new Further();

/** The lines of one open reading, a page at a time; each page is written down before it is shown. */
export class FurtherLines {
  lines = $state.raw<CaseLine[]>([]);
  next = $state<number | null | undefined>(undefined);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);

  async read(id: string): Promise<void> {
    this.busy = true;
    const query = this.next == null ? {} : { start: this.next };
    try {
      const page = await asStaff(api.post('/api/v1/staff/further/{further_id}/readings', { path: { further_id: id }, query }));
      this.lines = [...this.lines, ...page.lines];
      this.next = page.next;
      this.problem = null;
      await further.again();
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }
}
