import type { Message } from '@veillee/shared/api';

/** A message of mine that is not among the others (yet): where it was written, and whether it is still on its way. */
interface Mine {
  ref: string;
  /** The last seq that was there when it was written. */
  after: number;
  leaving: boolean;
}

export type Row<M extends Mine = Mine> =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: number; message: Message; opens: boolean }
  | { kind: 'folded'; key: string; messages: Message[] }
  | { kind: 'mine'; key: string; one: M };

const together_ms_max = 5 * 60_000;

/**
 * Messages with a mark where the day changes; `opens` where somebody begins to speak. What was held, nudged or refused
 * stays where it was written, while talk goes on below it; what is on its way comes last. What is to be folded and
 * stands together is one row.
 */
export function rowsOf<M extends Mine>(
  messages: readonly Message[],
  mine: readonly M[] = [],
  folds: (message: Message) => boolean = () => false,
): Row<M>[] {
  const rows: Row<M>[] = [];
  const staying = mine.filter((one) => !one.leaving);
  let before: Message | undefined;
  let day = '';
  for (const message of messages) {
    while (staying[0] && staying[0].after < message.seq) {
      rows.push(rowOf(staying.shift()!));
      before = undefined;
    }
    const newDay = day !== dayOf(message);
    day = dayOf(message);
    if (newDay) rows.push({ kind: 'day', key: day, at: message.sent_at });
    const folded = folds(message);
    if (folded) fold(rows, message);
    else rows.push({ kind: 'message', key: message.seq, message, opens: newDay || !continues(before, message) });
    before = folded ? undefined : message;
  }
  return [...rows, ...staying.map(rowOf), ...mine.filter((one) => one.leaving).map(rowOf)];
}

function fold<M extends Mine>(rows: Row<M>[], message: Message): void {
  const last = rows.at(-1);
  if (last?.kind === 'folded') last.messages.push(message);
  else rows.push({ kind: 'folded', key: `folded-${message.seq}`, messages: [message] });
}

function rowOf<M extends Mine>(one: M): Row<M> {
  return { kind: 'mine', key: one.ref, one };
}

function continues(before: Message | undefined, message: Message): boolean {
  if (!before || before.author.id !== message.author.id || message.reply_to != null) return false;
  return Date.parse(message.sent_at) - Date.parse(before.sent_at) < together_ms_max;
}

function dayOf(message: Message): string {
  return new Date(message.sent_at).toDateString();
}
