import type { HelpLine } from '@veillee/shared/api';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

let nearFirst: typeof import('../src/lib/place/nearby.ts').nearFirst;
let splitByReach: typeof import('../src/lib/place/nearby.ts').splitByReach;

const line = (id: string, ...countries: string[]): HelpLine => ({ id, countries, name: id, number: id, url: '', what: {}, languages: ['fr'], situations: [] });
const lines = [line('3114', 'FR'), line('112', 'FR', 'BE'), line('samaritans', 'GB', 'IE'), line('988', 'CA', 'US')];
const ids = (some: readonly HelpLine[]) => some.map((one) => one.id);
const device = (...languages: string[]) => vi.stubGlobal('navigator', { languages });

beforeAll(async () => {
  device('fr');
  ({ nearFirst, splitByReach } = await import('../src/lib/place/nearby.ts'));
});
afterEach(() => vi.unstubAllGlobals());

describe('help lines', () => {
  it('come with those first that can be reached from here', () => {
    device('en-GB', 'en');
    expect(ids(nearFirst(lines))).toEqual(['samaritans', '3114', '112', '988']);
    device('fr', 'fr-CA');
    expect(ids(nearFirst(lines))[0]).toBe('988');
  });

  it('begin with those of France for whoever reads French and names no country', () => {
    device('fr');
    expect(ids(nearFirst(lines)).slice(0, 2)).toEqual(['3114', '112']);
  });

  it('of other countries stand apart, unless none is near', () => {
    device('en-GB');
    const { here, elsewhere } = splitByReach(lines);
    expect([ids(here), ids(elsewhere)]).toEqual([['samaritans'], ['3114', '112', '988']]);
    device('pt-BR');
    expect(splitByReach(lines)).toEqual({ here: lines, elsewhere: [] });
  });

  it('are all there when none is near', () => {
    device('pt-BR');
    expect(ids(nearFirst(lines))).toEqual(ids(lines));
  });
});
