export type Pane = 'queue' | 'case' | 'decision';

/** Where we are, read from the part of the address behind #, which never leaves the browser. */
class Route {
  #hash = $state(location.hash);

  constructor() {
    window.addEventListener('hashchange', () => (this.#hash = location.hash));
  }

  /** One part of the address, from 0. What comes behind its name, a page reads with this. */
  part(index: number): string | undefined {
    return this.#hash.replace(/^#\/?/, '').split('/')[index] || undefined;
  }

  get invite(): string | undefined {
    return this.part(0) === 'enrol' ? this.part(1) : undefined;
  }
  get caseId(): string | undefined {
    return this.part(0) === 'cases' ? this.part(1) : undefined;
  }
  /** The part of the queue and its cases that a small screen shows. */
  get pane(): Pane {
    if (this.caseId === undefined) return 'queue';
    return this.part(2) === 'decision' ? 'decision' : 'case';
  }

  /** Forget the address we came by: an invitation must not stay in the history. */
  replace(hash: string): void {
    history.replaceState(null, '', hash);
    this.#hash = hash;
  }
  go(hash: string): void {
    location.hash = hash;
  }
}

export const route = new Route();
export const toQueue = '#/';
export const toCase = (id: string): string => `#/cases/${id}`;
export const toDecision = (id: string): string => `#/cases/${id}/decision`;
export const toPage = (name: string): string => `#/${name}`;
