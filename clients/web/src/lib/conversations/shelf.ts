/* What a tab keeps for itself until it is closed, left in haste or signed out: drafts, and messages on their way. */

export function put(kind: 'draft' | 'outbox', conversation: string, value: string): void {
  try {
    if (value) sessionStorage.setItem(key(kind, conversation), value);
    else sessionStorage.removeItem(key(kind, conversation));
  } catch {
    // Without storage a draft lives as long as the page.
  }
}

export function take(kind: 'draft' | 'outbox', conversation: string): string {
  try {
    return sessionStorage.getItem(key(kind, conversation)) ?? '';
  } catch {
    return '';
  }
}

function key(kind: string, conversation: string): string {
  return `veillee.${kind}.${conversation}`;
}
