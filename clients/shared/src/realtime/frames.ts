/* The frames of `veillee.v1`, both ways. */

import type {
  Author, ConversationCard, Message, Person, Picture, PrivateRequest, Report, Restriction, Statement, Watch,
} from '../api/types.ts';

export type ClientFrame =
  | { type: 'hello'; token?: string; resume: Record<string, number> }
  | { type: 'join'; ref: string; room: string }
  | { type: 'leave'; ref: string; conversation: string }
  | {
      type: 'send';
      ref: string;
      conversation: string;
      text: string;
      reply_to: number | null;
      pictures: string[];
      confirm: string | null;
    }
  | { type: 'typing'; conversation: string }
  | { type: 'read'; conversation: string; seq: number }
  | { type: 'echo'; ref: string };

/** Why something was nudged, held or refused: a label, and what the sender reads. */
export interface Told {
  code: string;
  text: string;
}

export type MessageFrame = {
  type: 'message';
  conversation: string;
  seq: number;
  id: string;
  author: Author;
  text: string;
  sent_at: string;
  reply_to?: number | null;
  hidden?: boolean;
  pictures?: Picture[];
};

export type ServerFrame =
  | {
      type: 'welcome';
      person: Person;
      conversations: ConversationCard[];
      watch: Watch;
      restriction: Restriction | null;
      server_time: string;
    }
  | { type: 'joined'; ref: string; conversation: ConversationCard; messages: Message[] }
  | { type: 'left'; ref: string | null; conversation: string }
  | { type: 'accepted'; ref: string; conversation: string; seq: number; id: string; sent_at: string }
  | MessageFrame
  | { type: 'nudged'; ref: string; advice: Told; confirm: string }
  | { type: 'held'; ref: string; reason: Told }
  | { type: 'refused'; ref: string; reason: Told }
  | { type: 'presence'; conversation: string; present: number; entered: Person[]; left: string[] }
  | { type: 'typing'; conversation: string; person: string }
  | { type: 'contact'; conversation: string; contact: NonNullable<ConversationCard['contact']> }
  | { type: 'screening'; conversation: string; screening: NonNullable<ConversationCard['screening']> }
  | { type: 'pause'; conversation: string; paused: boolean; text: string }
  | { type: 'hidden'; conversation: string; seq: number; hidden: boolean }
  | { type: 'pictures'; conversation: string; seq: number; pictures: Picture[] }
  | { type: 'advice'; conversation: string; code: string; help: string[]; seq?: number | null; text?: string | null }
  | { type: 'request'; request: PrivateRequest }
  | { type: 'conversation'; conversation: ConversationCard; messages: Message[] }
  | { type: 'statement'; statement: Statement }
  | { type: 'report'; report: Report }
  | ({ type: 'watch' } & Watch)
  | { type: 'reset'; conversation: string }
  | { type: 'echo'; ref: string }
  | { type: 'error'; ref: string | null; code: string; detail: string }
  | { type: 'goodbye'; reason: string; retry_after_ms: number };

export type FrameOf<T extends ServerFrame['type']> = Extract<ServerFrame, { type: T }>;

/** A frame from its text, or null for what is not one: a newer server may say more than this client knows. */
export function parseFrame(text: unknown): ServerFrame | null {
  if (typeof text !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(text);
    return typeof frame === 'object' && frame !== null && 'type' in frame ? (frame as ServerFrame) : null;
  } catch {
    return null;
  }
}
