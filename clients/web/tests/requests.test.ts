import type { PrivateRequest } from '@veillee/shared/api';
import type { ServerFrame } from '@veillee/shared/realtime';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

let requests: typeof import('../src/lib/requests/requests.svelte.ts').requests;
let receive: (frame: ServerFrame) => void;

function asked(id: string, state: PrivateRequest['state'] = 'pending'): PrivateRequest {
  const person = { id: 'bruno', pseudonym: 'Bruno', age_band: '30–39', region: null, language: 'fr', sample: false };
  return { id, from: person, to: { ...person, id: 'anna' }, text: 'Bonsoir', state, created_at: '2026-11-24T20:00:00Z', conversation: null };
}

beforeAll(async () => {
  vi.stubGlobal('location', { protocol: 'http:', host: 'place', pathname: '/' });
  const { live } = await import('../src/lib/live.svelte.ts');
  const on = vi.spyOn(live, 'on');
  ({ requests } = await import('../src/lib/requests/requests.svelte.ts'));
  requests.listen();
  const listeners = new Map(on.mock.calls.map(([kind, listener]) => [kind, listener]));
  receive = (frame) => listeners.get(frame.type)?.(frame as never);
});

afterEach(() => vi.unstubAllGlobals());

describe('first words', () => {
  it('are not lost when they come while the lists are on their way', async () => {
    let answer: (response: Response) => void = () => {};
    vi.stubGlobal('fetch', () => new Promise<Response>((resolve) => (answer = resolve)));
    const loaded = requests.load();
    receive({ type: 'request', request: asked('new') });
    receive({ type: 'request', request: asked('old', 'declined') });
    answer(new Response(JSON.stringify({ incoming: [asked('old')], outgoing: [] })));
    await loaded;
    expect(requests.waiting.map((one) => one.id)).toEqual(['new']);
  });
});
