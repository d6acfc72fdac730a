import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Route } from '../src/lib/place/router.svelte.ts';

let routeOf: (path: string) => Route;

beforeAll(async () => {
  vi.stubGlobal('location', { pathname: '/' });
  ({ routeOf } = await import('../src/lib/place/router.svelte.ts'));
});

describe('routeOf', () => {
  it('knows every screen, with or without a slash at the end', () => {
    expect(routeOf('/').name).toBe('rooms');
    expect(routeOf('/moi/decisions/').name).toBe('statements');
    expect(routeOf('/signaler').name).toBe('notice');
    expect(routeOf('/salons/le-comptoir')).toEqual({ name: 'room', slug: 'le-comptoir' });
    expect(routeOf('/prive/0190')).toEqual({ name: 'talk', id: '0190' });
  });

  it('sends nobody anywhere by an address that does not exist', () => {
    expect(routeOf('/salons/a/b').name).toBe('missing');
    expect(routeOf('/ailleurs').name).toBe('missing');
  });

  it('survives an address that is no valid encoding', () => {
    expect(routeOf('/salons/%E0%A4%A').name).toBe('missing');
  });
});
