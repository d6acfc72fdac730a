/* Small choices kept on the device. A browser that forbids storage still gets a working page. */

const prefix = 'veillee.';

export function recall<T extends string>(name: string, allowed: readonly T[]): T | null {
  try {
    const value = localStorage.getItem(prefix + name);
    return allowed.find((one) => one === value) ?? null;
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // The choice holds until the page is closed.
  }
}
