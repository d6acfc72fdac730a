import { api, type ConversationCard, type Message, type Person } from '@veillee/shared/api';
import type { FrameOf } from '@veillee/shared/realtime';
import { live } from '../live.svelte.ts';
import { session } from '../session/session.svelte.ts';
import { leavesHole, merge } from './merge.ts';
import { Outgoing } from './outgoing.svelte.ts';
import { put, take } from './shelf.ts';
import { Typing } from './typing.svelte.ts';

const page_size = 50;
const kept_max = 600;

/** A room or a private talk as this member follows it. */
export class Conversation {
  readonly id: string;
  readonly kind: 'room' | 'private';
  readonly room: string | null;
  name = $state('');
  other = $state.raw<Person | null>(null);
  head = $state(0);
  read = $state(0);
  present = $state(0);
  people = $state.raw<Person[]>([]);
  messages = $state.raw<Message[]>([]);
  outgoing = $state.raw<Outgoing[]>([]);
  loaded = $state(false);
  /** The very first message is on the screen. */
  complete = $state(false);
  advice = $state.raw<FrameOf<'advice'> | null>(null);
  replyTo = $state.raw<Message | null>(null);
  draft = $state('');
  /** Pixels between the screen and the last message when the person left. */
  above = 0;
  readonly typing = new Typing();

  constructor(card: ConversationCard) {
    this.id = card.id;
    this.kind = card.kind;
    this.room = card.room;
    this.update(card);
    this.draft = take('draft', card.id);
    const kept: ConstructorParameters<typeof Outgoing>[1][] = JSON.parse(take('outbox', card.id) || '[]');
    this.outgoing = kept.map((one) => new Outgoing(card.id, one));
  }

  get unread(): number {
    return Math.max(0, this.head - this.read);
  }

  /** Pseudonyms of those who write just now, as far as they are known; never oneself. */
  get typingNames(): string[] {
    const known = new Map(this.people.map((person) => [person.id, person.pseudonym]));
    if (this.other) known.set(this.other.id, this.other.pseudonym);
    known.delete(session.person?.id ?? '');
    return this.typing.ids.flatMap((id) => known.get(id) ?? []);
  }

  update(card: ConversationCard): void {
    this.name = card.other?.pseudonym ?? card.name ?? '';
    this.other = card.other;
    this.head = Math.max(this.head, card.head);
    this.read = Math.max(this.read, card.read);
  }

  /** The newest page; again after a reset. */
  async load(): Promise<void> {
    const page = await this.#page();
    this.messages = page;
    this.loaded = true;
    this.#settle();
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    if (!first || this.complete) return;
    this.messages = merge(await this.#page(first.seq), this.messages);
  }

  async loadPeople(): Promise<void> {
    this.people = await api.get('/api/v1/conversations/{conversation}/people', { path: { conversation: this.id } });
    this.present = this.people.length;
  }

  /** What came with `joined` or `conversation`. */
  begin(messages: Message[]): void {
    this.messages = merge(this.messages, messages);
    this.complete = this.messages.length > 0 && this.messages[0]?.seq === 1;
    this.complete ||= messages.length < page_size;
    this.loaded = true;
    this.#settle();
  }

  take(message: Message): void {
    this.head = Math.max(this.head, message.seq);
    this.typing.stop(message.author.id);
    if (message.author.id === session.person?.id) this.#arrived(message);
    if (!this.loaded) return;
    if (leavesHole(this.messages, message.seq)) return void this.load();
    this.messages = merge(this.messages, [message]);
  }

  hide(seq: number, hidden: boolean): void {
    if (!hidden) return void this.load();
    this.messages = this.messages.map((one) => (one.seq === seq ? { ...one, hidden: true, text: '' } : one));
  }

  /** Forget what lies far above, so that an evening in a busy room does not fill the phone. */
  trim(): void {
    if (this.messages.length <= kept_max) return;
    this.messages = this.messages.slice(-kept_max / 2);
    this.complete = false;
  }

  say(text: string): void {
    const one = new Outgoing(this.id, { text, reply_to: this.replyTo?.seq ?? null });
    this.replyTo = null;
    this.keep([...this.outgoing, one]);
    one.send();
  }

  drop(one: Outgoing): void {
    this.keep(this.outgoing.filter((other) => other !== one));
  }

  write(draft: string): void {
    this.draft = draft;
    put('draft', this.id, draft);
  }

  markRead(): void {
    if (this.read >= this.head) return;
    this.read = this.head;
    live.send({ type: 'read', conversation: this.id, seq: this.head });
  }

  accepted(one: Outgoing, seq: number): void {
    one.seq = seq;
    one.state = 'accepted';
    this.#settle();
  }

  keep(outgoing = this.outgoing): void {
    this.outgoing = outgoing;
    const kept = outgoing.filter((one) => one.state === 'sending' || one.state === 'held').map((one) => one.keep());
    put('outbox', this.id, kept.length ? JSON.stringify(kept) : '');
  }

  /** A message of mine came back before its `accepted`: the oldest one on its way with this text. */
  #arrived(message: Message): void {
    const same = (one: Outgoing) => one.seq === message.seq || (one.state === 'sending' && one.text === message.text);
    const one = this.outgoing.find(same);
    if (one) this.drop(one);
    this.read = Math.max(this.read, message.seq);
  }

  /** Drop what was accepted and is now among the messages. */
  #settle(): void {
    const here = new Set(this.messages.map((message) => message.seq));
    this.keep(this.outgoing.filter((one) => one.state !== 'accepted' || !here.has(one.seq)));
  }

  async #page(before?: number): Promise<Message[]> {
    const query = before === undefined ? { limit: page_size } : { before, limit: page_size };
    const page = await api.get('/api/v1/conversations/{conversation}/messages', { path: { conversation: this.id }, query });
    this.complete = page.length < page_size || page[0]?.seq === 1;
    return page;
  }
}
