import { isPublicAddress } from '../lib/public-address.ts';
import { ValidationError } from './errors.ts';

export const URL_MAX_LENGTH = 2048;
export const URL_ACCEPTED = `must be an https:// URL of at most ${URL_MAX_LENGTH} characters without user name, password and #fragment`;
const ADDRESS = /^\[?([\d.]+|[\da-f:.]*:[\da-f:.]*)\]?$/i;

/** The form of an address that callers may give; whether it leads into the own network is for `requirePublicUrl`. */
export function isPlainUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash } = new URL(text);
  return ['https:', 'http:'].includes(protocol) && username === '' && password === '' && hash === '';
}

/**
 * Refuses an address without TLS, and one that can be seen to be private without asking the DNS; what a name leads to is checked
 * by who connects. `policy` is the variable that would allow it. Throws ValidationError.
 */
export function requirePublicUrl(text: string, path: string, policy: string): void {
  const { protocol, hostname } = new URL(text);
  if (protocol !== 'https:') throw new ValidationError([{ path, message: URL_ACCEPTED }]);
  const [, address] = ADDRESS.exec(hostname) ?? [];
  if ((address !== undefined && !isPublicAddress(address)) || /(^|\.)localhost\.?$/i.test(hostname)) {
    const message = `must not be a private or local address unless ${policy} is true`;
    throw new ValidationError([{ path, message }]);
  }
}
