const first_ms = 400;
const longest_ms = 15_000;
const shortest_ms = 200;

/** How long to wait before the next attempt: exponential with full jitter, so that a crowd does not return at once. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(longest_ms, first_ms * 2 ** attempt);
  return Math.max(shortest_ms, Math.round(random() * ceiling));
}

/** The server said when to come back; up to a quarter later, for the same reason. */
export function whenAsked(retry_after_ms: number, random: () => number = Math.random): number {
  return Math.round(Math.max(shortest_ms, retry_after_ms) * (1 + random() / 4));
}
