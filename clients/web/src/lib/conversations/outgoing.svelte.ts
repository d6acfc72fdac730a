import type { FrameOf } from '@veillee/shared/realtime';
import { live, newRef } from '../live.svelte.ts';
import type { Upload } from '../pictures/upload.svelte.ts';

export type OutgoingState = 'sending' | 'accepted' | 'held' | 'nudged' | 'refused' | 'failed';

/** What is needed to show it again after a reload, and to send it again. */
interface Kept {
  ref: string;
  text: string;
  reply_to: number | null;
  state: OutgoingState;
  after: number;
  said: string;
  code: string;
  confirm: string | null;
  pictures: string[];
}

/** One message of mine on its way; it goes when it comes back as a message. */
export class Outgoing {
  readonly ref: string;
  readonly text: string;
  readonly reply_to: number | null;
  /** Ids of pictures that were uploaded for it. */
  readonly pictures: readonly string[];
  /** The last seq of the conversation when it was written, or sent again. */
  after = $state(0);
  state = $state<OutgoingState>('sending');
  /** What the server says about it: advice, or why not. */
  said = $state('');
  /** The slug of an error; the page has its own words for it. */
  code = $state('');
  /** Its number in the conversation, once accepted. */
  seq = 0;
  #confirm: string | null = null;

  constructor(
    readonly conversation: string,
    given: Pick<Kept, 'text' | 'reply_to'> & Partial<Kept>,
    /** The same pictures as this page has them; none after a reload. */
    readonly uploads: Upload[] = [],
  ) {
    this.ref = given.ref ?? newRef();
    this.text = given.text;
    this.reply_to = given.reply_to;
    this.pictures = given.pictures ?? uploads.map((upload) => upload.id);
    this.state = given.state ?? 'sending';
    this.after = given.after ?? 0;
    this.said = given.said ?? '';
    this.code = given.code ?? '';
    this.#confirm = given.confirm ?? null;
  }

  /** Under the same ref each time: the server answers as the first time and stores it once. */
  send(): void {
    const { ref, conversation, text, reply_to } = this;
    live.send({ type: 'send', ref, conversation, text, reply_to, pictures: [...this.pictures], confirm: this.#confirm });
  }

  /** It will appear by itself as a message; otherwise it stays where it is. */
  get leaving(): boolean {
    return this.state === 'sending' || this.state === 'accepted';
  }

  sendAgain(after: number): void {
    this.after = after;
    this.state = 'sending';
    this.send();
  }

  nudge(frame: FrameOf<'nudged'>): void {
    this.#confirm = frame.confirm;
    this.said = frame.advice.text;
    this.state = 'nudged';
  }

  hold(frame: FrameOf<'held'>): void {
    this.said = frame.reason.text;
    this.state = 'held';
  }

  refuse(frame: FrameOf<'refused'>): void {
    this.said = frame.reason.text;
    this.state = 'refused';
  }

  /** What is held is only asked about again: that this failed does not undo it. */
  fail(code: string): void {
    if (this.state === 'held') return;
    this.code = code;
    this.state = 'failed';
  }

  keep(): Kept {
    const { ref, text, reply_to, state, after, said, code } = this;
    return { ref, text, reply_to, state, after, said, code, confirm: this.#confirm, pictures: [...this.pictures] };
  }
}
