/**
 * Whether there may be a session to ask for. Its own cookie is for the server only; another of this name comes and goes
 * with it, so that a first visit asks for nothing that it cannot have.
 */
export function mayHaveSession(hint: 'veillee_in' | 'veillee_staff_in'): boolean {
  return document.cookie.split('; ').includes(`${hint}=1`);
}
