import { backoff, whenAsked } from './backoff.ts';
import { parseFrame, type ClientFrame, type ServerFrame } from './frames.ts';

/** `waiting`: the connection was lost and will be tried again; `refused`: the session does not open it (any more). */
export type Link = 'idle' | 'connecting' | 'online' | 'waiting' | 'refused';

export interface Wiring {
  /** ws:// or wss:// */
  address: string;
  /** Only for programs; a browser is known by its cookie. */
  token?: string;
  /** The last sequence number seen of each conversation whose messages are on the screen. */
  resume: () => Record<string, number>;
  receive: (frame: ServerFrame) => void;
  change: (link: Link) => void;
}

const protocol = 'veillee.v1';
const answer_ms_max = 10_000;
/** Answers to hello after which trying again is of no use. */
const shut = new Set(['unauthorised', 'restricted']);

/**
 * The one connection to the place. Says hello, comes back by itself, and hands over frames in the order in which
 * they came. A `ref` that gets no answer within ten seconds means that the line is dead without knowing it.
 */
export class Realtime {
  readonly #wiring: Wiring;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #asked_ms: number | null = null;
  #link: Link = 'idle';
  readonly #unanswered = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  start(): void {
    if (this.#link !== 'idle' && this.#link !== 'refused') return;
    addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
    this.#connect();
  }

  stop(): void {
    this.#end('idle');
  }

  /** False when there is no connection; nothing is queued here, because callers know what is worth repeating. */
  send(frame: ClientFrame): boolean {
    if (this.#link !== 'online' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    if ('ref' in frame) this.#expect(frame.ref);
    return true;
  }

  #connect(): void {
    this.#set('connecting');
    const socket = new WebSocket(this.#wiring.address, protocol);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.#hello()));
    socket.onmessage = (event) => this.#take(event.data);
    socket.onclose = () => this.#lost(socket);
  }

  #hello(): ClientFrame {
    const { token, resume } = this.#wiring;
    return token ? { type: 'hello', token, resume: resume() } : { type: 'hello', resume: resume() };
  }

  #take(data: unknown): void {
    const frame = parseFrame(data);
    if (!frame) return;
    if ('ref' in frame && frame.ref) this.#answered(frame.ref);
    if (frame.type === 'goodbye') this.#asked_ms = frame.retry_after_ms;
    if (frame.type === 'error' && shut.has(frame.code) && this.#link === 'connecting') return this.#end('refused');
    if (frame.type === 'welcome') this.#attempt = 0;
    this.#wiring.receive(frame);
    if (frame.type === 'welcome') this.#set('online');
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#forget();
    const wait_ms = this.#asked_ms === null ? backoff(this.#attempt++) : whenAsked(this.#asked_ms);
    this.#asked_ms = null;
    this.#set('waiting');
    this.#timer = setTimeout(() => this.#connect(), wait_ms);
  }

  readonly #hurry = (): void => {
    if (this.#link !== 'waiting' || document.visibilityState === 'hidden') return;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #expect(ref: string): void {
    const dead = () => this.#socket && this.#drop(this.#socket);
    this.#answered(ref);
    this.#unanswered.set(ref, setTimeout(dead, answer_ms_max));
  }

  #answered(ref: string): void {
    clearTimeout(this.#unanswered.get(ref));
    this.#unanswered.delete(ref);
  }

  #drop(socket: WebSocket): void {
    socket.close();
    this.#lost(socket);
  }

  #end(link: Link): void {
    removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    const socket = this.#socket;
    clearTimeout(this.#timer);
    this.#forget();
    socket?.close();
    this.#set(link);
  }

  #forget(): void {
    this.#socket = null;
    for (const timer of this.#unanswered.values()) clearTimeout(timer);
    this.#unanswered.clear();
  }

  #set(link: Link): void {
    if (link === this.#link) return;
    this.#link = link;
    this.#wiring.change(link);
  }
}
