import type { FrameOf } from '@veillee/shared/realtime';
import { live, newRef } from '../live.svelte.ts';

export type OutgoingState = 'sending' | 'accepted' | 'held' | 'nudged' | 'refused' | 'failed';

interface Kept {
  ref: string;
  text: string;
  reply_to: number | null;
  state: OutgoingState;
}

/** One message of mine on its way; it goes when it comes back as a message. */
export class Outgoing {
  readonly ref: string;
  readonly text: string;
  readonly reply_to: number | null;
  readonly at = new Date().toISOString();
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
  ) {
    this.ref = given.ref ?? newRef();
    this.text = given.text;
    this.reply_to = given.reply_to;
    this.state = given.state ?? 'sending';
  }

  /** Under the same ref each time: the server answers as the first time and stores it once. */
  send(): void {
    const { ref, conversation, text, reply_to } = this;
    live.send({ type: 'send', ref, conversation, text, reply_to, pictures: [], confirm: this.#confirm });
  }

  sendAgain(): void {
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

  fail(code: string): void {
    this.code = code;
    this.state = 'failed';
  }

  keep(): Kept {
    return { ref: this.ref, text: this.text, reply_to: this.reply_to, state: this.state };
  }
}
