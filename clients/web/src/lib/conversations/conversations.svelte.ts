import type { ConversationCard } from '@veillee/shared/api';
import type { FrameOf } from '@veillee/shared/realtime';
import { language } from '@veillee/shared/words';
import { live, newRef } from '../live.svelte.ts';
import { Conversation } from './conversation.svelte.ts';
import type { Outgoing } from './outgoing.svelte.ts';

type Joining = { resolve: (conversation: Conversation) => void; reject: (code: string) => void };

/** All conversations that I am a member of, kept up to date by frames. */
class Conversations {
  /** The latest first, as the server lists them. */
  all = $state.raw<readonly Conversation[]>([]);
  ready = $state(false);
  private = $derived(this.all.filter((one) => one.kind === 'private'));
  unreadPrivate = $derived(this.private.filter((one) => one.unread > 0).length);
  #joining = new Map<string, Joining>();

  /** Call once. */
  listen(): void {
    live.resume = () => this.#seen();
    live.on('welcome', (frame) => this.#welcome(frame.conversations));
    live.on('joined', (frame) => this.#joined(frame));
    live.on('conversation', (frame) => this.#place(frame.conversation).begin(frame.messages));
    live.on('left', (frame) => (this.all = this.all.filter((one) => one.id !== frame.conversation)));
    live.on('message', (frame) => this.find(frame.conversation)?.take({ reply_to: null, hidden: false, advice: null, ...frame }));
    live.on('hidden', (frame) => this.find(frame.conversation)?.hide(frame.seq, frame.hidden));
    live.on('pictures', (frame) => this.find(frame.conversation)?.repaint(frame.seq, frame.pictures));
    live.on('reset', (frame) => this.find(frame.conversation)?.reload());
    live.on('contact', (frame) => this.#contact(frame));
    live.on('screening', (frame) => this.#screening(frame));
    live.on('pause', (frame) => this.#pause(frame));
    live.on('presence', (frame) => this.#presence(frame));
    live.on('typing', (frame) => this.find(frame.conversation)?.typing.note(frame.person));
    live.on('advice', (frame) => this.#advise(frame));
    live.on('accepted', (frame) => this.#about(frame.ref, (one, talk) => talk.accepted(one, frame.seq)));
    live.on('nudged', (frame) => this.#about(frame.ref, (one) => one.nudge(frame)));
    live.on('held', (frame) => this.#about(frame.ref, (one) => one.hold(frame)));
    live.on('refused', (frame) => this.#about(frame.ref, (one) => one.refuse(frame)));
    live.on('error', (frame) => this.#failed(frame));
  }

  find(id: string): Conversation | undefined {
    return this.all.find((one) => one.id === id);
  }

  inRoom(slug: string): Conversation | undefined {
    return this.all.find((one) => one.room === slug);
  }

  with(person: string): Conversation | undefined {
    return this.private.find((one) => one.other?.id === person);
  }

  /** Rejects with the code of the server's error. */
  join(room: string): Promise<Conversation> {
    const ref = newRef();
    return new Promise((resolve, reject) => {
      this.#joining.set(ref, { resolve, reject });
      if (!live.send({ type: 'join', ref, room })) this.#joining.delete(ref);
    });
  }

  leave(conversation: Conversation): void {
    live.send({ type: 'leave', ref: newRef(), conversation: conversation.id });
  }

  /** Read in which rooms something is unread, so that it is known by whom. */
  async lookThrough(): Promise<void> {
    for (const talk of this.all) if (talk.kind === 'room' && talk.unread && !talk.loaded) await talk.load();
  }

  forget(): void {
    this.all = [];
    this.ready = false;
  }

  #welcome(cards: ConversationCard[]): void {
    const mine = new Set(cards.map((card) => card.id));
    this.all = this.all.filter((one) => mine.has(one.id));
    for (const card of cards) this.#place(card);
    this.ready = true;
    // After this turn the connection counts as online, and what had no answer is sent again under its old ref.
    queueMicrotask(() => this.#resend());
  }

  #resend(): void {
    for (const talk of this.all)
      for (const one of talk.outgoing) if (one.state === 'sending' || one.state === 'held') one.send();
  }

  #place(card: ConversationCard): Conversation {
    const known = this.find(card.id);
    known?.update(card);
    const conversation = known ?? new Conversation(card);
    if (!known) this.all = [...this.all, conversation];
    return conversation;
  }

  #joined(frame: FrameOf<'joined'>): void {
    const conversation = this.#place(frame.conversation);
    conversation.begin(frame.messages);
    this.#joining.get(frame.ref)?.resolve(conversation);
    this.#joining.delete(frame.ref);
  }

  #seen(): Record<string, number> {
    const loaded = this.all.filter((one) => one.loaded);
    return Object.fromEntries(loaded.map((one) => [one.id, one.messages.at(-1)?.seq ?? 0]));
  }

  #presence(frame: FrameOf<'presence'>): void {
    const talk = this.find(frame.conversation);
    if (!talk) return;
    const gone = new Set([...frame.left, ...frame.entered.map((person) => person.id)]);
    talk.people = [...talk.people.filter((person) => !gone.has(person.id)), ...frame.entered];
    talk.present = frame.present;
  }

  #contact(frame: FrameOf<'contact'>): void {
    const talk = this.find(frame.conversation);
    if (talk) talk.contact = frame.contact;
  }

  #screening(frame: FrameOf<'screening'>): void {
    const talk = this.find(frame.conversation);
    if (talk) talk.screening = frame.screening;
  }

  #pause(frame: FrameOf<'pause'>): void {
    const talk = this.find(frame.conversation);
    if (talk) talk.paused = frame.paused;
  }

  #advise(frame: FrameOf<'advice'>): void {
    const talk = this.find(frame.conversation);
    if (!talk) return;
    if (frame.seq == null) talk.advice = frame;
    else talk.advise(frame.seq, { code: frame.code, text: { [language.current]: frame.text ?? '' }, help: frame.help });
  }

  #failed(frame: FrameOf<'error'>): void {
    if (!frame.ref) return;
    this.#joining.get(frame.ref)?.reject(frame.code);
    this.#joining.delete(frame.ref);
    this.#about(frame.ref, (one) => one.fail(frame.code));
  }

  #about(ref: string, then: (one: Outgoing, talk: Conversation) => void): void {
    for (const talk of this.all) {
      const one = talk.outgoing.find((other) => other.ref === ref);
      if (!one) continue;
      then(one, talk);
      talk.keep();
    }
  }
}

export const conversations = new Conversations();
