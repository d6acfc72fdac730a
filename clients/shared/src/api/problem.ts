/** What the server answered instead of what was asked (RFC 9457), or that it could not be reached. */
export class Problem extends Error {
  constructor(
    /** The end of `type`, stable: clients translate it. `offline` when there was no answer at all. */
    readonly slug: string,
    readonly status: number,
    readonly detail: string,
    /** Field name to the slug of what is wrong with it. */
    readonly errors: Record<string, string> = {},
    /** Every member of the answer. */
    readonly members: Record<string, unknown> = {},
  ) {
    super(slug);
  }

  /** A further member of the answer that is text. */
  text(name: string): string | null {
    const value = this.members[name];
    return typeof value === 'string' ? value : null;
  }
}

export function problemOf(response: Pick<Response, 'status' | 'statusText'>, text: string): Problem {
  const members = membersOf(text);
  const slug = String(members.type ?? '').split('/').pop() || `http-${response.status}`;
  const errors = (members.errors ?? {}) as Record<string, string>;
  return new Problem(slug, response.status, String(members.detail ?? response.statusText), errors, members);
}

function membersOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
