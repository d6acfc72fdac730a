import { api, type PrivateRequest } from '@veillee/shared/api';
import { live } from '../live.svelte.ts';
import { Meanwhile } from '../meanwhile.ts';
import { session } from '../session/session.svelte.ts';

/** First words: those that wait for me, and mine. */
class Requests {
  incoming = $state.raw<PrivateRequest[]>([]);
  outgoing = $state.raw<PrivateRequest[]>([]);
  waiting = $derived(this.incoming.filter((one) => one.state === 'pending'));
  readonly #meanwhile = new Meanwhile<PrivateRequest>();

  /** Call once. */
  listen(): void {
    live.on('request', (frame) => {
      this.#meanwhile.note(frame.request);
      this.#place(frame.request);
    });
    live.on('welcome', () => void this.load().catch(() => {}));
  }

  async load(): Promise<void> {
    const [{ incoming, outgoing }, news] = await this.#meanwhile.ask(() => api.get('/api/v1/private-requests'));
    this.incoming = incoming;
    this.outgoing = outgoing;
    for (const request of news) this.#place(request);
  }

  /** The first word of this person that waits for my answer. */
  from(person: string): PrivateRequest | undefined {
    return this.waiting.find((one) => one.from.id === person);
  }

  /** My first word to this person, which they have not accepted: one is all that one says. */
  to(person: string): PrivateRequest | undefined {
    return this.outgoing.find((one) => one.to.id === person && one.state !== 'accepted' && one.state !== 'refused');
  }

  /** Throws Problem: `nudged` with advice and confirm, `refused`, `resting`, `asked-already`, `contacts-already`. */
  async ask(to: string, text: string, confirm: string | null): Promise<PrivateRequest> {
    const request = await api.post('/api/v1/private-requests', { body: { to, text, confirm } });
    this.#place(request);
    return request;
  }

  /** Returns the id of the conversation that this opens. */
  async accept(request: PrivateRequest): Promise<string> {
    const { conversation } = await api.post('/api/v1/private-requests/{request_id}/accept', {
      path: { request_id: request.id },
    });
    this.#remove(request);
    return conversation.id;
  }

  async decline(request: PrivateRequest): Promise<void> {
    await api.post('/api/v1/private-requests/{request_id}/decline', { path: { request_id: request.id } });
    this.#remove(request);
  }

  /** What a blocked person asked is not shown any more. */
  forgetFrom(person: string): void {
    this.incoming = this.incoming.filter((one) => one.from.id !== person);
  }

  #place(request: PrivateRequest): void {
    const others = (list: PrivateRequest[]) => list.filter((one) => one.id !== request.id);
    if (request.from.id === session.person?.id) this.outgoing = [request, ...others(this.outgoing)];
    else this.incoming = [...(request.state === 'pending' ? [request] : []), ...others(this.incoming)];
  }

  #remove(request: PrivateRequest): void {
    this.incoming = this.incoming.filter((one) => one.id !== request.id);
  }
}

export const requests = new Requests();
