import { tick } from 'svelte';
import type { Conversation } from './conversation.svelte.ts';

const near_px = 72;
const load_px = 240;

/** Where the reader is in a log: at the end and following, or further up and not to be moved. */
export class Scroll {
  following = $state(true);
  loading = $state(false);
  /** The newest message that was on the screen. */
  seen = $state(0);
  #box: HTMLElement | null = null;
  #top = 0;

  constructor(readonly conversation: Conversation) {
    this.following = conversation.above < near_px;
  }

  /** Attach to the scrolling element; gives it back to where the reader left it. */
  attach = (box: HTMLElement): (() => void) => {
    this.#box = box;
    box.scrollTop = box.scrollHeight - box.clientHeight - this.conversation.above;
    this.#top = box.scrollTop;
    const observer = new ResizeObserver(() => this.following && this.#toEnd());
    observer.observe(box);
    return () => {
      observer.disconnect();
      this.#box = null;
    };
  };

  onscroll = (): void => {
    const top = this.#box?.scrollTop ?? 0;
    this.conversation.above = this.#distance();
    if (this.conversation.above < near_px) this.following = true;
    // The end also moves away when a keyboard or an advice takes room: only going up means reading further up.
    else if (top < this.#top) this.following = false;
    this.#top = top;
    if (this.following) this.note();
    if (top < load_px) void this.older();
  };

  /** Call after messages were added. */
  added(): void {
    // The browser tells of scrolling only at its next frame: whoever has gone up since is not pulled down.
    if (this.#box && this.#box.scrollTop < this.#top) this.onscroll();
    if (!this.following) return;
    this.#toEnd();
    this.note();
  }

  /** The reader sees the end. */
  note(): void {
    this.seen = this.conversation.head;
    if (document.visibilityState === 'visible') this.conversation.markRead();
  }

  end(): void {
    this.following = true;
    this.conversation.trim();
    void tick().then(() => this.added());
  }

  /** One page upward, without moving what is being read. */
  async older(): Promise<void> {
    const box = this.#box;
    if (this.loading || !box || this.conversation.complete || !this.conversation.loaded) return;
    this.loading = true;
    const below = box.scrollHeight - box.scrollTop;
    await this.conversation.loadOlder().catch(() => {});
    await tick();
    box.scrollTop = box.scrollHeight - below;
    this.loading = false;
  }

  #toEnd(): void {
    if (this.#box) {
      this.#box.scrollTop = this.#box.scrollHeight;
      this.#top = this.#box.scrollTop;
    }
    this.conversation.above = 0;
  }

  #distance(): number {
    const box = this.#box;
    return box ? box.scrollHeight - box.clientHeight - box.scrollTop : 0;
  }
}
