/* Pure operations on the messages of a conversation: ascending by seq, each seq once. */

interface Numbered {
  seq: number;
}

/** Both lists in one; where both have a seq, the newcomer wins, because it may have been hidden since. */
export function merge<M extends Numbered>(known: readonly M[], incoming: readonly M[]): M[] {
  const last = known.at(-1)?.seq ?? 0;
  if (incoming.every((message, at) => message.seq > (incoming[at - 1]?.seq ?? last))) return [...known, ...incoming];
  const bySeq = new Map([...known, ...incoming].map((message) => [message.seq, message]));
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** Whether a message that comes live leaves a hole after those already known. */
export function leavesHole(known: readonly Numbered[], seq: number): boolean {
  const last = known.at(-1)?.seq;
  return last !== undefined && seq > last + 1;
}
