import { api, type Problem } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';
import { countPoints } from './spans.ts';
import type { Case, DecisionOffer, DecisionRequest, DecisionTaken } from './wire.ts';

export const FACTS_CHARS_MAX = 2_000;
export type Step = 'choose' | 'write' | 'review' | 'done';

/** A decision in the making. What is written survives a new reading of its case, and waits while another is open. */
class Draft {
  offer = $state.raw<DecisionOffer | null>(null);
  article = $state('');
  minutes = $state(0);
  facts = $state('');
  unpause = $state(false);
  ground = $state<'rules' | 'law'>('rules');
  law = $state('');
  explanation = $state('');
  scope = $state<'case' | 'author'>('case');
  hours = $state(24);
  authority = $state('');
  step = $state<Step>('choose');
  sending = $state(false);
  tried = $state(false);
  stale = $state(false);
  /** Somebody else decided the case while this draft was being written. */
  overtaken = $state(false);
  problem = $state<Problem | null>(null);
  taken = $state.raw<DecisionTaken | null>(null);
  #writer = '';
  #case = '';
  #waiting = new Map<string, { facts: string; article: string }>();

  get left(): number {
    return FACTS_CHARS_MAX - countPoints(this.facts);
  }
  get needsFacts(): boolean {
    return this.facts.trim() === '' || this.left < 0;
  }
  get needsArticle(): boolean {
    return (this.offer?.article ?? false) && this.ground === 'rules' && this.article === '';
  }
  get needsLaw(): boolean {
    return (this.offer?.article ?? false) && this.ground === 'law' && this.law === '';
  }
  get needsExplanation(): boolean {
    return (this.offer?.article ?? false) && this.ground === 'law' && this.explanation.trim() === '';
  }
  get needsAuthority(): boolean {
    return (this.offer?.authority ?? false) && this.authority.trim() === '';
  }
  /** The first field in which something is missing. */
  get missing(): string | undefined {
    const fields = { authority: this.needsAuthority, law: this.needsLaw, explanation: this.needsExplanation, article: this.needsArticle, facts: this.needsFacts };
    return Object.entries(fields).find(([, needed]) => needed)?.[0];
  }
  /** Who reads the text: the person with an article or an answer, otherwise only the team. */
  get reader(): 'person' | 'answer' | 'team' {
    if (this.offer?.article) return 'person';
    return ['uphold', 'reverse', 'restore'].includes(this.offer?.kind ?? '') ? 'answer' : 'team';
  }

  /** Two people are kept apart over this case, and the decision does not end that by itself. */
  mayUnpause(found: Case): boolean {
    const ends = this.offer?.kind === 'no_violation' || this.offer?.kind === 'release';
    return !ends && (found.pauses ?? []).some((pause) => pause.until === null);
  }

  /** Follow the case on the screen. */
  follow(found: Case): void {
    if (found.id !== this.#case) this.#begin(found.id);
    const offer = found.decisions.find(({ kind }) => kind === this.offer?.kind);
    if (this.step === 'done' || this.offer === null || offer !== undefined) return;
    this.#begin(found.id);
    this.overtaken = found.state === 'decided';
  }

  choose(offer: DecisionOffer, found: Case, note: string): void {
    this.offer = offer;
    this.minutes = offer.minutes?.usual ?? 0;
    if (!offer.author) this.scope = 'case';
    this.article ||= found.verdict?.reasons[0]?.article ?? found.complaint?.statement?.article?.id ?? '';
    if (this.reader === 'team' && !offer.authority) this.facts ||= note;
    else if (this.facts === note) this.facts = '';
    this.tried = false;
    this.problem = null;
    this.step = 'write';
  }

  back(): void {
    if (this.step === 'review') this.step = 'write';
    else if (this.step === 'write') {
      this.offer = null;
      this.step = 'choose';
    }
  }

  /** Go on to the summary. Returns whether nothing is missing. */
  review(): boolean {
    this.tried = true;
    const ready = this.offer !== null && this.missing === undefined;
    if (ready) this.step = 'review';
    return ready;
  }

  /** Send it. Returns whether it was taken; a stale case is not, and says so. */
  async send(found: Case): Promise<boolean> {
    if (this.offer === null || this.sending) return false;
    this.sending = true;
    this.problem = null;
    try {
      const given = { path: { case_id: found.id }, body: this.#request(found) };
      this.taken = await asStaff(api.post('/api/v1/staff/cases/{case_id}/decisions', given));
      this.step = 'done';
    } catch (error) {
      this.problem = asProblem(error);
      this.stale = ['stale-case', 'closed-case', 'proposed'].includes(this.problem.slug);
      this.step = 'write';
    }
    this.sending = false;
    return this.step === 'done';
  }

  #request(found: Case): DecisionRequest {
    const offer = this.offer as DecisionOffer;
    return {
      kind: offer.kind,
      facts: this.facts.trim(),
      version: found.version,
      minutes: offer.minutes === null ? null : this.minutes,
      unpause: this.unpause && this.mayUnpause(found),
      authority: offer.authority ? this.authority.trim() : null,
      ...this.#grounds(offer),
      scope: this.scope,
      hours: this.scope === 'author' ? this.hours : null,
    };
  }

  /** The house rules or the law; the other one is not named. */
  #grounds(offer: DecisionOffer): Pick<DecisionRequest, 'ground' | 'article' | 'law' | 'explanation'> {
    const none = { article: null, law: null, explanation: null };
    if (!offer.article) return { ground: 'rules', ...none };
    if (this.ground === 'rules') return { ground: 'rules', ...none, article: this.article };
    return { ground: 'law', article: null, law: this.law, explanation: this.explanation.trim() };
  }

  /** What was decided is looked at again, perhaps to take it back. */
  reopen(): void {
    if (this.step === 'done') this.#begin(this.#case);
  }

  /** Nobody reads what a colleague was writing; after a session that ran out, the writer finds it again. */
  belongTo(writer: string): void {
    if (writer === this.#writer) return;
    this.#writer = writer;
    this.#begin('');
    this.#waiting.clear();
  }

  #begin(id: string): void {
    if (this.step !== 'done') this.#waiting.set(this.#case, { facts: this.facts, article: this.article });
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#case = id;
    this.offer = null;
    this.article = waiting?.article ?? '';
    this.facts = waiting?.facts ?? '';
    this.unpause = false;
    this.ground = 'rules';
    this.scope = 'case';
    this.hours = 24;
    this.law = this.explanation = this.authority = '';
    this.step = 'choose';
    this.tried = this.stale = this.overtaken = false;
    this.problem = null;
    this.taken = null;
  }
}

export const draft = new Draft();
