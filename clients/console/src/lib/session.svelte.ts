import { api, mayHaveSession, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff, onSignedOut } from './asStaff.ts';
import { createPasskey, usePasskey } from './passkeys.ts';
import type { StaffMember, StaffSession } from './wire.ts';
import { duty } from './duty.svelte.ts';

/** Who sits at this console. */
class Session {
  state = $state<'asking' | 'out' | 'in' | 'unreachable'>('asking');
  staff = $state<StaffMember | null>(null);
  ended = $state(false);

  constructor() {
    onSignedOut.run = () => {
      this.ended = this.state === 'in';
      this.#close();
    };
  }

  /** An auditor reads and a flagger reports; neither watches or decides. */
  get decides(): boolean {
    return this.staff !== null && !['auditor', 'flagger'].includes(this.staff.role);
  }
  get reads(): boolean {
    return this.staff !== null && this.staff.role !== 'flagger';
  }

  /** May look for people, not only come to them from a case. */
  get searches(): boolean {
    return this.staff !== null && ['senior', 'admin', 'auditor'].includes(this.staff.role);
  }

  async ask(): Promise<void> {
    if (!mayHaveSession('veillee_staff_in')) return this.#close();
    try {
      this.#open(await asStaff(api.get('/api/v1/staff/session')));
    } catch (error) {
      if (asProblem(error).status !== 401) this.state = 'unreachable';
    }
  }

  /** Throws Problem, PasskeyCancelled or PasskeyKnown. */
  async enrol(invite: string): Promise<void> {
    const options = await api.post('/api/v1/staff/passkeys/options', { body: { invite } });
    const credential = await createPasskey(options.public_key);
    this.#open(await api.post('/api/v1/staff/passkeys', { body: { invite, credential } }));
  }

  /** Throws Problem or PasskeyCancelled. */
  async signIn(): Promise<void> {
    const options = await api.post('/api/v1/staff/sessions/options');
    const credential = await usePasskey(options.public_key);
    this.#open(await api.post('/api/v1/staff/sessions', { body: { credential } }));
  }

  async leave(): Promise<Problem | undefined> {
    try {
      await asStaff(api.delete('/api/v1/staff/session'));
    } catch (error) {
      return asProblem(error);
    }
    this.#close();
    return undefined;
  }

  #open(session: StaffSession): void {
    this.staff = session.staff;
    duty.take(session.duty);
    this.ended = false;
    this.state = 'in';
  }

  #close(): void {
    this.staff = null;
    duty.forget();
    this.state = 'out';
  }
}

export const session = new Session();
