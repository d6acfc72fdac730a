import { Realtime, type ClientFrame, type FrameOf, type Link, type ServerFrame } from '@veillee/shared/realtime';

type Kind = ServerFrame['type'];
type Listener<K extends Kind> = (frame: FrameOf<K>) => void;

/** The live side of the place: hands each frame to the nouns that asked for its type. */
class Live {
  link = $state<Link>('idle');
  /** How many connections there have been; what was read during an earlier one may have changed since. */
  count = 0;
  /** What to resume; set by whoever knows the messages on the screen. */
  resume: () => Record<string, number> = () => ({});
  /** Called when the session does not open the place (any more). */
  closed: () => void = () => {};
  #listeners = new Map<Kind, ((frame: never) => void)[]>();
  #realtime = new Realtime({
    address: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/v1/realtime`,
    resume: () => this.resume(),
    receive: (frame) => this.#spread(frame),
    change: (link) => this.#changed(link),
  });

  #changed(link: Link): void {
    if (link === 'online') this.count += 1;
    this.link = link;
    if (link === 'refused') this.closed();
  }

  start(): void {
    this.#realtime.start();
  }

  stop(): void {
    this.#realtime.stop();
  }

  send(frame: ClientFrame): boolean {
    return this.#realtime.send(frame);
  }

  on<K extends Kind>(kind: K, listener: Listener<K>): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener as (frame: never) => void]);
  }

  #spread(frame: ServerFrame): void {
    for (const listener of this.#listeners.get(frame.type) ?? []) listener(frame as never);
  }
}

export const live = new Live();

/** A mark of one's own for a frame: 22 characters that do not repeat. */
export function newRef(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
