import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import type { MisuseRequest, Sender } from './wire.ts';

/** Whoever sent one report, notice or complaint, read when somebody asks for it. */
export class SenderOf {
  value = $state.raw<Sender | null>(null);
  problem = $state.raw<Problem | null>(null);
  readonly #submission: string;

  constructor(submission: string) {
    this.#submission = submission;
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      this.value = await asStaff(api.get('/api/v1/staff/submissions/{submission_id}/sender', { path: { submission_id: this.#submission } }));
    });
  }

  async act(body: MisuseRequest): Promise<boolean> {
    return this.#then(() => api.post('/api/v1/staff/submissions/{submission_id}/misuse', { path: { submission_id: this.#submission }, body }));
  }

  async lift(id: string, facts: string): Promise<boolean> {
    return this.#then(() => api.post('/api/v1/staff/misuse/{misuse_id}/lifting', { path: { misuse_id: id }, body: { facts } }));
  }

  /** Do it, and show how it stands then; whether it was done. */
  async #then(call: () => Promise<unknown>): Promise<boolean> {
    const done = await this.#try(() => asStaff(call()));
    if (done) await this.load();
    return done;
  }

  async #try(call: () => Promise<unknown>): Promise<boolean> {
    try {
      await call();
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    }
    return this.problem === null;
  }
}
