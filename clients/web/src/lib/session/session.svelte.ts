import { api, mayHaveSession, Problem, type EntryRequest, type Person, type Restriction } from '@veillee/shared/api';

const slack_ms = 1_000;
const again_ms = 15_000;
/** The longest that a browser's timer can wait. */
const timer_ms_max = 2 ** 31 - 1;

/** Who I am here. */
export class Session {
  state = $state<'unknown' | 'out' | 'in'>('unknown');
  person = $state.raw<Person | null>(null);
  #restriction = $state.raw<Restriction | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  get restriction(): Restriction | null {
    return this.#restriction;
  }

  set restriction(restriction: Restriction | null) {
    this.#restriction = restriction;
    this.#awaitEnd();
  }

  /** Suspended or banned: only decisions, complaints and help are open. */
  get shutOut(): boolean {
    return this.state === 'in' && (this.restriction?.kind === 'suspend' || this.restriction?.kind === 'ban');
  }

  get muted(): boolean {
    return this.restriction?.kind === 'mute';
  }

  /** When the page opens. */
  async begin(): Promise<void> {
    if (mayHaveSession('veillee_in')) await this.load();
    else this.#forget();
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

  /** Nobody tells when a restriction's time is over: ask then, and again while this device's clock is ahead. */
  #awaitEnd(): void {
    clearTimeout(this.#timer);
    const until = this.#restriction?.until;
    if (!until) return;
    const left_ms = Date.parse(until) - Date.now();
    const wait_ms = left_ms > 0 ? Math.min(left_ms + slack_ms, timer_ms_max) : again_ms;
    this.#timer = setTimeout(() => void this.load().catch(() => this.#awaitEnd()), wait_ms);
  }

  #forget(): void {
    this.person = null;
    this.restriction = null;
    this.state = 'out';
  }
}

export const session = new Session();
