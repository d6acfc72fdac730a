export type * from './frames.ts';
export { Realtime, type Link } from './realtime.ts';
