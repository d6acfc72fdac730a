import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Conversation } from '../src/lib/conversations/conversation.svelte.ts';
import { Scroll } from '../src/lib/conversations/scroll.svelte.ts';

let resized: () => void;
let box: HTMLElement;
let scroll: Scroll;

class Observer {
  constructor(call: () => void) {
    resized = call;
  }
  observe(): void {}
  disconnect(): void {}
}

/** The browser keeps scrollTop within what there is. */
function makeBox(): HTMLElement {
  let top = 0;
  return {
    scrollHeight: 1_000,
    clientHeight: 500,
    get scrollTop() {
      return Math.min(top, this.scrollHeight - this.clientHeight);
    },
    set scrollTop(value: number) {
      top = value;
    },
  } as HTMLElement;
}

function change(what: Partial<Pick<HTMLElement, 'scrollTop' | 'scrollHeight' | 'clientHeight'>>): void {
  Object.assign(box, what);
  scroll.onscroll();
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', Observer);
  vi.stubGlobal('document', { visibilityState: 'visible' });
  box = makeBox();
  scroll = new Scroll({ above: 0, head: 3, complete: true, loaded: true, markRead() {} } as unknown as Conversation);
  scroll.attach(box);
  scroll.onscroll();
});
afterEach(() => vi.unstubAllGlobals());

describe('the end of the log', () => {
  it('is followed while a keyboard or an advice takes room', () => {
    change({ clientHeight: 250 });
    expect(scroll.following).toBe(true);
    resized();
    expect(box.scrollTop).toBe(750);
  });

  it('is left by going up, and followed again once it is near', () => {
    change({ scrollTop: 200 });
    expect(scroll.following).toBe(false);
    resized();
    expect(box.scrollTop).toBe(200);
    change({ scrollTop: 480 });
    expect(scroll.following).toBe(true);
  });

  it('is not forced on whoever went up in the same frame as something was said', () => {
    scroll.added();
    box.scrollTop = 200;
    scroll.added();
    expect(scroll.following).toBe(false);
    expect(box.scrollTop).toBe(200);
  });

  it('stays left while more is said below', () => {
    change({ scrollTop: 200 });
    change({ scrollHeight: 1_400 });
    expect(scroll.following).toBe(false);
  });
});
