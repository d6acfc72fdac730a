import { api, type ConversationCard, type Message, type Person, type Picture } from '@veillee/shared/api';
import type { FrameOf } from '@veillee/shared/realtime';
import { live } from '../live.svelte.ts';
import { Meanwhile } from '../meanwhile.ts';
import type { Tray } from '../pictures/tray.svelte.ts';
import { blocks } from '../people/blocks.svelte.ts';
import { session } from '../session/session.svelte.ts';
import { Heard } from './heard.svelte.ts';
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
  /** How I stand with the other one of a private talk. */
  contact = $state<NonNullable<ConversationCard['contact']>>('none');
  /** Whether the gate reads it: an agreement of both, apart from the rules. */
  screening = $state<NonNullable<ConversationCard['screening']>>('on');
  /** Nothing passes until staff have looked. */
  paused = $state(false);
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
  /** What goes with the next message; null until somebody can choose pictures. */
  tray = $state.raw<Tray | null>(null);
  readonly typing = new Typing();
  /** Up to where the server knows that I have read. */
  #told = 0;
  /** The connection during which the newest messages were read. */
  #connection = 0;
  readonly #heard = new Heard();
  readonly #meanwhile = new Meanwhile<Message>();
  readonly #hidden = new Set<number>();

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
    return this.newAfter(this.read);
  }

  /** How many came after this one, without what blocked people said. */
  newAfter(seq: number): number {
    return Math.max(0, this.head - seq - this.#heard.blockedAfter(seq));
  }

  /** In a room one sees that a blocked person spoke, and what only on demand; a talk for two is opened on purpose. */
  folds(message: Message): boolean {
    return this.kind === 'room' && blocks.has(message.author.id);
  }

  /** Pseudonyms of those who write just now, as far as they are known; never oneself, nor a blocked one. */
  get typingNames(): string[] {
    const known = new Map(this.people.map((person) => [person.id, person.pseudonym]));
    if (this.other) known.set(this.other.id, this.other.pseudonym);
    known.delete(session.person?.id ?? '');
    return this.typing.ids.flatMap((id) => (blocks.has(id) ? [] : (known.get(id) ?? [])));
  }

  update(card: ConversationCard): void {
    this.name = card.other?.pseudonym ?? card.name ?? '';
    this.other = card.other;
    this.contact = card.contact ?? 'none';
    this.screening = card.screening ?? 'on';
    this.paused = card.paused ?? false;
    this.head = Math.max(this.head, card.head);
    this.read = Math.max(this.read, card.read);
    this.#told = Math.max(this.#told, card.read);
  }

  /** What a screen needs, for each connection anew: nobody tells what was hidden while one was away. */
  async show(): Promise<void> {
    if (!this.loaded || this.#connection !== live.count) await this.load();
  }

  /** The newest page; again after a reset. Whoever reads further up keeps what is there, if it fits. */
  async load(): Promise<void> {
    const [page, news] = await this.#meanwhile.ask(() => this.#page());
    const keeps = this.above > 0 && !leavesHole(this.messages, page[0]?.seq ?? 0);
    this.#show(merge(keeps ? this.messages : [], merge(page, news)), page);
  }

  /** The same unasked; when it fails, whoever looks next asks again. */
  reload(): void {
    this.load().catch(() => (this.#connection = 0));
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    if (!first || this.complete) return;
    const page = await this.#page(first.seq);
    this.#show(merge(page, this.messages), page);
  }

  async loadPeople(): Promise<void> {
    this.people = await api.get('/api/v1/conversations/{conversation}/people', { path: { conversation: this.id } });
    this.present = this.people.length;
  }

  /** What came with `joined` or `conversation`. */
  begin(messages: Message[]): void {
    this.#show(merge(this.messages, messages), messages);
  }

  take(message: Message): void {
    this.head = Math.max(this.head, message.seq);
    this.typing.stop(message.author.id);
    this.#meanwhile.note(message);
    this.#heard.note([message], this.read);
    if (isMine(message)) this.#arrived(message);
    if (!this.loaded) return;
    if (leavesHole(this.messages, message.seq)) return this.reload();
    this.messages = merge(this.messages, this.#masked([message]));
  }

  /** What I am told beside a message of somebody else. */
  advise(seq: number, advice: NonNullable<Message['advice']>): void {
    this.messages = this.messages.map((one) => (one.seq === seq ? { ...one, advice } : one));
  }

  /** A decision took pictures of a message away, or brings them back. */
  repaint(seq: number, pictures: Picture[]): void {
    this.messages = this.messages.map((one) => (one.seq === seq && !one.hidden ? { ...one, pictures } : one));
  }

  hide(seq: number, hidden: boolean): void {
    if (hidden) this.#hidden.add(seq);
    else this.#hidden.delete(seq);
    if (!hidden) return this.reload();
    this.messages = this.#masked(this.messages);
  }

  /** Forget what lies far above, so that an evening in a busy room does not fill the phone. */
  trim(): void {
    if (this.messages.length <= kept_max) return;
    this.messages = this.messages.slice(-kept_max / 2);
    this.complete = false;
  }

  say(text: string): void {
    const one = new Outgoing(this.id, { text, reply_to: this.replyTo?.seq ?? null, after: this.#last }, this.tray?.take());
    this.replyTo = null;
    this.keep([...this.outgoing, one]);
    one.send();
  }

  sayAgain(one: Outgoing): void {
    one.sendAgain(this.#last);
    this.keep();
  }

  drop(one: Outgoing): void {
    for (const upload of one.uploads) upload.end();
    this.keep(this.outgoing.filter((other) => other !== one));
  }

  write(draft: string): void {
    this.draft = draft;
    put('draft', this.id, draft);
  }

  /** Take words of mine back to write them anew; what is being written already stays below them. */
  rewrite(one: Outgoing): void {
    this.tray?.putBack(one.uploads.splice(0));
    this.drop(one);
    this.replyTo = this.messages.find((message) => message.seq === one.reply_to) ?? null;
    this.write([one.text, this.draft].filter(Boolean).join('\n'));
  }

  markRead(seq = this.head): void {
    this.read = Math.max(this.read, seq);
    if (this.#told < this.read && live.send({ type: 'read', conversation: this.id, seq: this.read })) this.#told = this.read;
  }

  accepted(one: Outgoing, seq: number): void {
    one.seq = seq;
    one.state = 'accepted';
    this.#settle();
  }

  keep(outgoing = this.outgoing): void {
    this.outgoing = outgoing;
    const kept = outgoing.filter((one) => one.state !== 'accepted').map((one) => one.keep());
    put('outbox', this.id, kept.length ? JSON.stringify(kept) : '');
  }

  get #last(): number {
    return this.messages.at(-1)?.seq ?? this.head;
  }

  /** A message of mine came back before its `accepted`: the oldest one on its way with this text. */
  #arrived(message: Message): void {
    const same = (one: Outgoing) => one.seq === message.seq || (one.state === 'sending' && one.text === message.text);
    const one = this.outgoing.find(same);
    if (one) this.drop(one);
    this.markRead(message.seq);
  }

  /** Nobody has to read what they said themselves. */
  #readOwn(): void {
    const others = this.messages.findIndex((message) => message.seq > this.read && !isMine(message));
    const last = others < 0 ? this.messages.at(-1) : this.messages[others - 1];
    if (last && last.seq > this.read) this.markRead(last.seq);
  }

  /** Drop what was accepted and is now among the messages. */
  #settle(): void {
    const here = new Set(this.messages.map((message) => message.seq));
    this.keep(this.outgoing.filter((one) => one.state !== 'accepted' || !here.has(one.seq)));
  }

  /** Put these on the screen; `page` is what the place answered, which is short at the beginning of all. */
  #show(messages: Message[], page: readonly Message[]): void {
    this.messages = this.#masked(messages);
    this.#heard.note(messages, this.read);
    const short = page.length < page_size && (page[0]?.seq ?? 0) <= (messages[0]?.seq ?? 0);
    this.complete = short || messages[0]?.seq === 1;
    this.loaded = true;
    this.#connection = live.count;
    this.#settle();
    this.#readOwn();
  }

  /** What was hidden stays so, though an answer was on its way that did not know yet. */
  #masked(messages: Message[]): Message[] {
    return messages.map((one) => (this.#hidden.has(one.seq) ? { ...one, hidden: true, text: '', pictures: [] } : one));
  }

  async #page(before?: number): Promise<Message[]> {
    const query = before === undefined ? { limit: page_size } : { before, limit: page_size };
    return api.get('/api/v1/conversations/{conversation}/messages', { path: { conversation: this.id }, query });
  }
}

function isMine(message: Message): boolean {
  return message.author.id === session.person?.id;
}
