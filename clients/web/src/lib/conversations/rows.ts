import type { Message } from '@veillee/shared/api';

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'message'; key: number; message: Message; opens: boolean };

const together_ms_max = 5 * 60_000;

/** Messages with a mark where the day changes; `opens` where somebody begins to speak. */
export function rowsOf(messages: readonly Message[]): Row[] {
  const rows: Row[] = [];
  let before: Message | undefined;
  for (const message of messages) {
    const newDay = !before || dayOf(before) !== dayOf(message);
    if (newDay) rows.push({ kind: 'day', key: dayOf(message), at: message.sent_at });
    rows.push({ kind: 'message', key: message.seq, message, opens: newDay || !continues(before, message) });
    before = message;
  }
  return rows;
}

function continues(before: Message | undefined, message: Message): boolean {
  if (!before || before.author.id !== message.author.id || message.reply_to != null) return false;
  return Date.parse(message.sent_at) - Date.parse(before.sent_at) < together_ms_max;
}

function dayOf(message: Message): string {
  return new Date(message.sent_at).toDateString();
}
