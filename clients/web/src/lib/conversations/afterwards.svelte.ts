type Parts = typeof import('./later.ts');

/** What weighs nothing on the way to talk: it is fetched beside it, and is there a moment later. */
class Afterwards {
  here = $state.raw<Parts | null>(null);

  /** Again is the same. */
  async load(): Promise<void> {
    this.here = await import('./later.ts').catch(() => null);
  }
}

export const afterwards = new Afterwards();
