import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;
const SHOWN_LENGTH = 11;
/** `tg_` and 32 bytes in base64url. */
const KEY_SHAPE = /^tg_[A-Za-z0-9_-]{43}$/;

/** A new key of 256 random bits. It is shown once and kept nowhere. */
export function newKey(): string {
  return `tg_${randomBytes(SECRET_BYTES).toString('base64url')}`;
}

/** False for what cannot be a key, so that nothing has to be looked up. */
export function hasKeyShape(text: string): boolean {
  return KEY_SHAPE.test(text);
}

/** The part of a key by which people tell it from others: 48 of its 256 random bits. */
export function prefixOf(key: string): string {
  return key.slice(0, SHOWN_LENGTH);
}

/** What is kept of a key: 64 hexadecimal digits that are worth nothing without the secret (HMAC, RFC 2104). */
export type KeyHash = (key: string) => string;

export function createKeyHash(secret: string): KeyHash {
  return (key) => createHmac('sha256', secret).update(key).digest('hex');
}

/** What is stored of the admin key: its SHA-256 as 64 hexadecimal digits. A slow hash would add nothing to a long random key. */
export function hashKey(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}

/** Compared by hash, so that the time it takes says nothing of the key. */
export function hasHash(key: string, hash: string): boolean {
  return timingSafeEqual(Buffer.from(hashKey(key)), Buffer.from(hash));
}
