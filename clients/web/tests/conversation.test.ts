import type { ConversationCard, Message, Person } from '@veillee/shared/api';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '../src/lib/conversations/conversation.svelte.ts';

let blocks: typeof import('../src/lib/people/blocks.svelte.ts').blocks;
let make: (card: Partial<ConversationCard>) => Conversation;
const told: object[] = [];

function message(seq: number, author: string): Message {
  const person = { id: author, pseudonym: author, sample: false };
  return { conversation: 'c', seq, id: `m${seq}`, author: person, text: 'Bonsoir', sent_at: '2026-11-24T20:00:00Z', reply_to: null, hidden: false };
}

const person = (id: string): Person => ({ id, pseudonym: id, age_band: '30–39', region: null, language: 'fr', sample: false });

beforeAll(async () => {
  vi.stubGlobal('location', { protocol: 'http:', host: 'place', pathname: '/' });
  const { live } = await import('../src/lib/live.svelte.ts');
  const { session } = await import('../src/lib/session/session.svelte.ts');
  const { Conversation } = await import('../src/lib/conversations/conversation.svelte.ts');
  ({ blocks } = await import('../src/lib/people/blocks.svelte.ts'));
  session.person = person('anna');
  live.send = (frame) => told.push(frame) > 0;
  make = (card) => new Conversation({ id: 'c', kind: 'private', head: 0, read: 0, name: null, room: null, other: null, paused: false, ...card });
});
beforeEach(() => {
  told.splice(0);
  blocks.all = [];
});
afterEach(() => vi.unstubAllGlobals());

const seqs = (talk: Conversation) => talk.messages.map((one) => one.seq);

/** The next answer to a question for history; call what is returned to let it arrive. */
function history(messages: Message[]): () => void {
  let arrive: (response: Response) => void = () => {};
  vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (arrive = resolve)));
  return () => arrive(new Response(JSON.stringify(messages)));
}

describe('what comes while the newest messages are on their way', () => {
  it('is among them afterwards', async () => {
    const talk = make({ head: 1 });
    const arrive = history([message(1, 'bruno')]);
    const loaded = talk.load();
    talk.take(message(2, 'bruno'));
    arrive();
    await loaded;
    expect(seqs(talk)).toEqual([1, 2]);
  });

  it('stays hidden when it was hidden meanwhile', async () => {
    const talk = make({ head: 1 });
    const arrive = history([message(1, 'bruno')]);
    const loaded = talk.load();
    talk.hide(1, true);
    arrive();
    await loaded;
    expect(talk.messages[0]).toMatchObject({ hidden: true, text: '' });
  });

  it('is hidden when it comes after it was hidden', async () => {
    const talk = make({ head: 1 });
    const arrive = history([message(1, 'bruno')]);
    const loaded = talk.load();
    arrive();
    await loaded;
    talk.hide(2, true);
    talk.take(message(2, 'bruno'));
    expect(talk.messages[1]).toMatchObject({ hidden: true, text: '' });
  });
});

describe('asking for the newest messages again', () => {
  const many = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => message(from + at, 'bruno'));

  async function again(talk: Conversation, page: Message[]): Promise<void> {
    const arrive = history(page);
    const loaded = talk.load();
    arrive();
    await loaded;
  }

  it('keeps what somebody who reads further up has on the screen', async () => {
    const talk = make({ head: 60 });
    talk.begin(many(1, 60));
    talk.above = 500;
    await again(talk, many(20, 69));
    expect(seqs(talk)).toEqual(many(1, 69).map((one) => one.seq));
    expect(talk.complete).toBe(true);
  });

  it('lets go of it rather than show a hole', async () => {
    const talk = make({ head: 60 });
    talk.begin(many(1, 60));
    talk.above = 500;
    await again(talk, many(70, 119));
    expect(talk.messages[0]?.seq).toBe(70);
    expect(talk.complete).toBe(false);
  });

  it('knows the beginning by a short page or by the first of all', async () => {
    const short = make({ head: 60 });
    await again(short, many(58, 60));
    expect(short.complete).toBe(true);
    const whole = make({ head: 50 });
    await again(whole, many(1, 50));
    expect(whole.complete).toBe(true);
  });
});

describe('what is unread', () => {
  it('is what others said', () => {
    const talk = make({ head: 3, read: 1 });
    talk.take(message(4, 'bruno'));
    expect(talk.unread).toBe(3);
  });

  it('is never what I said myself, and the place learns so', () => {
    const talk = make({ head: 1, read: 1 });
    talk.take(message(2, 'anna'));
    expect(talk.unread).toBe(0);
    expect(told).toEqual([{ type: 'read', conversation: 'c', seq: 2 }]);
  });

  it('does not count the first word that opened the talk for whoever said it', () => {
    const mine = make({ head: 1 });
    mine.begin([message(1, 'anna')]);
    expect(mine.unread).toBe(0);
    const theirs = make({ head: 1 });
    theirs.begin([message(1, 'bruno')]);
    expect(theirs.unread).toBe(1);
  });

  it('stops at what somebody else said in between', () => {
    const talk = make({ head: 4 });
    talk.begin([message(1, 'anna'), message(2, 'anna'), message(3, 'bruno'), message(4, 'anna')]);
    expect(talk.unread).toBe(2);
  });

  it('is told once', () => {
    const talk = make({ head: 3, read: 1 });
    talk.markRead();
    talk.markRead();
    expect(told).toEqual([{ type: 'read', conversation: 'c', seq: 3 }]);
  });
});

describe('what people say whom I have blocked', () => {
  it('is never new, while they are', () => {
    const talk = make({ kind: 'room', head: 3, read: 3 });
    talk.take(message(4, 'bruno'));
    talk.take(message(5, 'carla'));
    blocks.all = [person('bruno')];
    expect([talk.unread, talk.newAfter(4)]).toEqual([1, 1]);
    blocks.all = [];
    expect(talk.unread).toBe(2);
  });

  it('is known once it was read over', () => {
    blocks.all = [person('bruno')];
    const talk = make({ kind: 'room', head: 3 });
    expect(talk.unread).toBe(3);
    talk.begin([message(1, 'carla'), message(2, 'bruno'), message(3, 'bruno')]);
    expect(talk.unread).toBe(1);
    talk.markRead();
    expect(talk.unread).toBe(0);
  });

  it('is folded in rooms, and not in a talk that one opened', () => {
    blocks.all = [person('bruno')];
    expect(make({ kind: 'room' }).folds(message(1, 'bruno'))).toBe(true);
    expect(make({ kind: 'room' }).folds(message(1, 'carla'))).toBe(false);
    expect(make({ kind: 'private' }).folds(message(1, 'bruno'))).toBe(false);
  });

  it('does not show that they write', () => {
    const talk = make({ kind: 'room' });
    talk.people = [person('bruno'), person('carla')];
    for (const id of ['bruno', 'carla']) talk.typing.note(id);
    expect(talk.typingNames).toEqual(['bruno', 'carla']);
    blocks.all = [person('bruno')];
    expect(talk.typingNames).toEqual(['carla']);
    for (const id of ['bruno', 'carla']) talk.typing.stop(id);
  });
});
