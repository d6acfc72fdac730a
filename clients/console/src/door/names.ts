/** Whether a host is a bare address, to which no passkey can belong (WebAuthn §5.1.3: the relying party is a domain). */
export function isAddress(host: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) || host.startsWith('[');
}

/** Whether the same server is also called localhost. */
export function canOpenByName(host: string): boolean {
  return host.startsWith('127.') || host === '[::1]' || host === '0.0.0.0';
}

/** The same page on localhost, with the invitation it may carry. */
export function byName(here: Location): string {
  const port = here.port === '' ? '' : `:${here.port}`;
  return `${here.protocol}//localhost${port}${here.pathname}${here.hash}`;
}
