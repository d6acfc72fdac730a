export { api, type Answer, type Body } from './call.ts';
export { mayHaveSession } from './hint.ts';
export { Problem, problemOf } from './problem.ts';
export type * from './types.ts';
