/** Passkeys in the JSON form of WebAuthn level 3; converted here because not every browser does it itself. */

import type { Assertion, NewCredential } from './wire.ts';

type Json = Record<string, unknown>;
type Described = { id: string };

export class PasskeyCancelled extends Error {}
export class PasskeyKnown extends Error {}

export function canUsePasskeys(): boolean {
  return window.isSecureContext && typeof window.PublicKeyCredential === 'function';
}

/** The browser's answer to enrolment options, ready to be sent. */
export async function createPasskey(options: Json): Promise<NewCredential> {
  const user = options['user'] as Described;
  const publicKey = {
    ...options,
    challenge: toBytes(options['challenge'] as string),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: toDescriptors(options['excludeCredentials']),
  } as unknown as PublicKeyCredentialCreationOptions;
  const credential = await asked(() => navigator.credentials.create({ publicKey }));
  const { clientDataJSON, attestationObject } = credential.response as AuthenticatorAttestationResponse;
  return named(credential, { clientDataJSON: toText(clientDataJSON), attestationObject: toText(attestationObject) });
}

/** The browser's answer to sign-in options, ready to be sent. */
export async function usePasskey(options: Json): Promise<Assertion> {
  const publicKey = {
    ...options,
    challenge: toBytes(options['challenge'] as string),
    allowCredentials: toDescriptors(options['allowCredentials']),
  } as unknown as PublicKeyCredentialRequestOptions;
  const credential = await asked(() => navigator.credentials.get({ publicKey }));
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response as AuthenticatorAssertionResponse;
  return named(credential, {
    clientDataJSON: toText(clientDataJSON),
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle === null ? null : toText(userHandle),
  });
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask();
    if (credential === null) throw new PasskeyCancelled();
    return credential as PublicKeyCredential;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'InvalidStateError') throw new PasskeyKnown();
    throw new PasskeyCancelled();
  }
}

function named<R>(credential: PublicKeyCredential, response: R): { id: string; rawId: string; type: 'public-key'; response: R } {
  return { id: credential.id, rawId: toText(credential.rawId), type: 'public-key', response };
}

function toDescriptors(described: unknown): unknown[] {
  return ((described ?? []) as Described[]).map((one) => ({ ...one, id: toBytes(one.id) }));
}

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
