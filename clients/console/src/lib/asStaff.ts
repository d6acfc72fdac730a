import { Problem } from '@veillee/shared/api';

/** What to do when a session that was there has ended; the session says. */
export const onSignedOut: { run: () => void } = { run: () => undefined };

/** A call that needs the session of a member of staff. Throws Problem. */
export async function asStaff<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 401) onSignedOut.run();
    throw problem;
  }
}

/** Any thrown thing as a Problem. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem('other', 0, String(error));
}
