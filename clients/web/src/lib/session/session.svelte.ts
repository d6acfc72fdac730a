import { api, Problem, type EntryRequest, type Person, type Restriction } from '@veillee/shared/api';

/** Who I am here. */
class Session {
  state = $state<'unknown' | 'out' | 'in'>('unknown');
  person = $state.raw<Person | null>(null);
  restriction = $state.raw<Restriction | null>(null);

  /** Suspended or banned: only decisions, complaints and help are open. */
  get shutOut(): boolean {
    return this.state === 'in' && this.restriction !== null && this.restriction.kind !== 'mute';
  }

  get muted(): boolean {
    return this.restriction?.kind === 'mute';
  }

  async load(): Promise<void> {
    try {
      const session = await api.get('/api/v1/session');
      this.person = session.person;
      this.restriction = session.restriction;
      this.state = 'in';
    } catch (problem) {
      if (!(problem instanceof Problem) || problem.status !== 401) throw problem;
      this.#forget();
    }
  }

  /** Throws Problem: `invalid` by field, `under-age` with help lines. */
  async enter(form: EntryRequest): Promise<void> {
    const entry = await api.post('/api/v1/entries', { body: form });
    this.person = entry.person;
    this.restriction = null;
    this.state = 'in';
  }

  async leave(): Promise<void> {
    await api.delete('/api/v1/session').catch((problem: Problem) => {
      if (problem.status !== 401) throw problem;
    });
    sessionStorage.clear();
    this.#forget();
  }

  #forget(): void {
    this.person = null;
    this.restriction = null;
    this.state = 'out';
  }
}

export const session = new Session();
