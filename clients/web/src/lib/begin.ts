import { conversations } from './conversations/conversations.svelte.ts';
import { live } from './live.svelte.ts';
import { blocks } from './people/blocks.svelte.ts';
import { place } from './place/site.svelte.ts';
import { reports } from './reports/reports.svelte.ts';
import { statements } from './reports/statements.svelte.ts';
import { agreement } from './requests/agreement.svelte.ts';
import { requests } from './requests/requests.svelte.ts';
import { rooms } from './rooms/rooms.svelte.ts';
import { session } from './session/session.svelte.ts';

let listening = false;

/** Somebody is in: listen to what comes, and forget it all when they leave. Returns how to end. */
export function begin(): () => void {
  if (!listening) listen();
  listening = true;
  const stop = rooms.watch();
  return () => {
    stop();
    live.stop();
    conversations.forget();
    blocks.forget();
    agreement.forget();
    requests.incoming = requests.outgoing = [];
  };
}

function listen(): void {
  live.on('welcome', (frame) => {
    place.watch = frame.watch;
    session.person = frame.person;
    session.restriction = frame.restriction;
    void knowBlocks().catch(() => {});
  });
  live.on('watch', ({ state, staff_on_duty, areas }) => (place.watch = { state, staff_on_duty, areas }));
  live.closed = () => void session.load().catch(() => {});
  for (const noun of [conversations, requests, reports, statements]) noun.listen();
}

/** Whom I have blocked, and whether it is they who said what is unread: it came without an author while one was away. */
async function knowBlocks(): Promise<void> {
  await blocks.load();
  if (blocks.all.length) await conversations.lookThrough();
}
