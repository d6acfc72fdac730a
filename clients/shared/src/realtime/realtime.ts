import { backoff, whenAsked } from './backoff.ts';
import { parseFrame, type ClientFrame, type ServerFrame } from './frames.ts';
import { Silence } from './silence.ts';

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
/** Where somebody has just come back to the page, or the page to a network. */
const answer_soon_ms_max = 4_000;
/** From dialling to `welcome`: a phone far from its mast needs much of it. */
const welcome_ms_max = 20_000;
/** Answers to hello after which trying again is of no use. */
const shut = new Set(['unauthorised', 'restricted']);

/**
 * The one connection to the place. Says hello, comes back by itself, and hands over frames in the order in which
 * they came. A line that is dead without knowing it is given up: no `welcome` in time, no answer to a `ref` within ten
 * seconds, or, for whoever only reads, no `echo` after it was quiet for long.
 */
export class Realtime {
  readonly #wiring: Wiring;
  #socket: WebSocket | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempt = 0;
  #asked_at: number | null = null;
  #link: Link = 'idle';
  readonly #silence = new Silence(() => this.#probe(answer_ms_max));
  readonly #unanswered = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
  }

  start(): void {
    if (this.#link !== 'idle' && this.#link !== 'refused') return;
    addEventListener('online', this.#reached);
    document.addEventListener('visibilitychange', this.#looked);
    this.#connect();
  }

  stop(): void {
    this.#end('idle');
  }

  /** False when there is no connection; nothing is queued here, because callers know what is worth repeating. */
  send(frame: ClientFrame): boolean {
    if (this.#link !== 'online' || !this.#socket) return false;
    this.#socket.send(JSON.stringify(frame));
    if ('ref' in frame) this.#expect(frame.ref, answer_ms_max);
    return true;
  }

  #connect(): void {
    clearTimeout(this.#timer);
    this.#set('connecting');
    const socket = new WebSocket(this.#wiring.address, protocol);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.#drop(socket), welcome_ms_max);
    socket.onopen = () => socket.send(JSON.stringify(this.#hello()));
    // What still comes over a line that was given up, comes over the next one too.
    socket.onmessage = (event) => socket === this.#socket && this.#take(event.data);
    socket.onclose = () => this.#lost(socket);
  }

  #hello(): ClientFrame {
    const { token, resume } = this.#wiring;
    return token ? { type: 'hello', token, resume: resume() } : { type: 'hello', resume: resume() };
  }

  #take(data: unknown): void {
    const frame = parseFrame(data);
    if (!frame) return;
    this.#silence.heard();
    if ('ref' in frame && frame.ref) this.#answered(frame.ref);
    if (frame.type === 'goodbye') this.#asked_at = Date.now() + whenAsked(frame.retry_after_ms);
    if (frame.type === 'error' && shut.has(frame.code) && this.#link === 'connecting') return this.#end('refused');
    if (frame.type === 'welcome') this.#welcomed();
    this.#wiring.receive(frame);
    if (frame.type === 'welcome') this.#set('online');
  }

  #welcomed(): void {
    clearTimeout(this.#timer);
    this.#attempt = 0;
  }

  #lost(socket: WebSocket): void {
    if (socket !== this.#socket) return;
    this.#forget();
    const wait_ms = this.#asked_at === null ? backoff(this.#attempt++) : Math.max(0, this.#asked_at - Date.now());
    this.#asked_at = null;
    this.#set('waiting');
    this.#timer = setTimeout(() => this.#connect(), wait_ms);
  }

  /** There is a network again, maybe another one: what was begun on the old one leads nowhere. */
  readonly #reached = (): void => {
    if (this.#link === 'connecting' && this.#socket) this.#drop(this.#socket);
    if (this.#link === 'waiting') this.#hurry();
    else this.#probe(answer_soon_ms_max);
  };

  readonly #looked = (): void => {
    if (this.#link === 'waiting') this.#hurry();
    else if (this.#silence.long && document.visibilityState !== 'hidden') this.#probe(answer_soon_ms_max);
  };

  #hurry(): void {
    if (document.visibilityState !== 'hidden') this.#connect();
  }

  /** Ask the place whether it still hears us. */
  #probe(answer_ms: number): void {
    if (this.send({ type: 'echo', ref: 'echo' })) this.#expect('echo', answer_ms);
  }

  #expect(ref: string, answer_ms: number): void {
    const dead = () => this.#socket && this.#drop(this.#socket);
    this.#answered(ref);
    this.#unanswered.set(ref, setTimeout(dead, answer_ms));
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
    removeEventListener('online', this.#reached);
    document.removeEventListener('visibilitychange', this.#looked);
    const socket = this.#socket;
    this.#forget();
    socket?.close();
    this.#set(link);
  }

  #forget(): void {
    this.#socket = null;
    clearTimeout(this.#timer);
    this.#silence.stop();
    for (const timer of this.#unanswered.values()) clearTimeout(timer);
    this.#unanswered.clear();
  }

  #set(link: Link): void {
    if (link === this.#link) return;
    this.#link = link;
    this.#wiring.change(link);
  }
}
