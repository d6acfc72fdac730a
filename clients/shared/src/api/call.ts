import type { paths } from './generated/schema';
import { Problem, problemOf } from './problem.ts';

type Verb = 'get' | 'post' | 'put' | 'delete';
type PathOf<V extends Verb> = {
  [P in keyof paths]: paths[P] extends { [K in V]: { responses: unknown } } ? P : never;
}[keyof paths];
type Operation<P extends keyof paths, V extends Verb> = paths[P] extends { [K in V]: infer O } ? O : never;
type Json<T> = T extends { content: { 'application/json': infer B } } ? B : undefined;
type Good<R> = 200 extends keyof R ? R[200] : 201 extends keyof R ? R[201] : undefined;

/** What a call answers when it goes well. */
export type Answer<P extends keyof paths, V extends Verb> =
  Operation<P, V> extends { responses: infer R } ? Json<Good<R>> : never;
/** What a call takes. */
export type Body<P extends keyof paths, V extends Verb> =
  Operation<P, V> extends { requestBody: infer B } ? Json<B> : never;

export interface Given<B = unknown> {
  /** Values for the `{names}` in the path. */
  path?: Record<string, string>;
  query?: Record<string, string | number | boolean | undefined>;
  body?: B;
}

/** On a line that is cut without a word, an answer never comes. */
const answer_ms_max = 30_000;

/** One call to the server. Throws Problem for every answer that is not a success, and when there is none. */
async function call<P extends keyof paths, V extends Verb>(
  verb: V,
  path: P,
  given: Given<Body<P, V>> = {},
): Promise<Answer<P, V>> {
  const { response, text } = await reach(address(path, given), request(verb, given));
  if (!response.ok) throw problemOf(response, text);
  return (text ? JSON.parse(text) : undefined) as Answer<P, V>;
}

async function reach(url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
  try {
    const response = await fetch(url, init);
    return { response, text: await response.text() };
  } catch {
    throw new Problem('offline', 0, 'The server cannot be reached.');
  }
}

function request(verb: Verb, given: Given): RequestInit {
  const signal = AbortSignal.timeout(answer_ms_max);
  const init: RequestInit = { method: verb.toUpperCase(), headers: { accept: 'application/json' }, signal };
  if (given.body !== undefined) {
    init.body = JSON.stringify(given.body);
    init.headers = { ...init.headers, 'content-type': 'application/json' };
  }
  return init;
}

function address(path: string, given: Given): string {
  const filled = path.replace(/\{(\w+)(?::\w+)?\}/g, (_, name: string) => encodeURIComponent(given.path?.[name] ?? ''));
  const query = Object.entries(given.query ?? {}).filter(([, value]) => value !== undefined);
  return query.length ? `${filled}?${new URLSearchParams(query.map(([k, v]) => [k, String(v)]))}` : filled;
}

export const api = {
  get: <P extends PathOf<'get'>>(path: P, given?: Given) => call('get', path, given as Given<Body<P, 'get'>>),
  post: <P extends PathOf<'post'>>(path: P, given?: Given<Body<P, 'post'>>) => call('post', path, given),
  put: <P extends PathOf<'put'>>(path: P, given?: Given<Body<P, 'put'>>) => call('put', path, given),
  delete: <P extends PathOf<'delete'>>(path: P, given?: Given) => call('delete', path, given as Given<Body<P, 'delete'>>),
};
