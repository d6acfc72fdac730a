import { Problem, problemOf } from '@veillee/shared/api';
import { asProblem, asStaff } from './asStaff.ts';

/** Whose pictures these are: of a case, or of a reading beyond its window. */
export interface PicturesOf {
  kind: 'cases' | 'further';
  id: string;
}

export function toPicture({ kind, id }: PicturesOf, picture: string): string {
  return `/api/v1/staff/${kind}/${encodeURIComponent(id)}/pictures/${encodeURIComponent(picture)}`;
}

/** One picture of a case: fetched when it is asked for, which is on record; blurred and grey until it is asked for more. */
export class Look {
  /** An address of this page's own; empty while it is covered. */
  shown = $state('');
  sharp = $state(false);
  colour = $state(false);
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  constructor(
    /** Where the picture is asked for: at a case, or at a further reading. */
    readonly path: string,
  ) {}

  async open(): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      this.shown = URL.createObjectURL(await asStaff(this.#fetch()));
    } catch (error) {
      this.problem = asProblem(error);
    }
    this.busy = false;
  }

  /** Nothing of it stays in the page. */
  cover = (): void => {
    if (this.shown) URL.revokeObjectURL(this.shown);
    this.shown = '';
    this.sharp = this.colour = false;
  };

  async #fetch(): Promise<Blob> {
    const response = await fetch(this.path).catch(() => Promise.reject(new Problem('offline', 0, '')));
    if (!response.ok) throw problemOf(response, await response.text());
    return response.blob();
  }
}
