import { isIPv6 } from 'node:net';
import type { Socket } from 'node:net';

/** The parts of a request that say where it comes from. */
export interface Origin {
  /** The address at the other end of the socket; undefined when there is none. */
  peer: string | undefined;
  /** The header X-Forwarded-For; null when there is none. */
  forwardedFor: string | null;
}

/**
 * The address that a request comes from, null without a socket. Behind `proxyHops` proxies that each add their peer to
 * X-Forwarded-For, it is the one that the outermost of them has added: what is left of it anyone can have written.
 */
export function clientAddress({ peer, forwardedFor }: Origin, proxyHops: number): string | null {
  if (peer === undefined) return null;
  const forwarded = (forwardedFor ?? '').split(',').map((part) => part.trim());
  const named = proxyHops === 0 ? undefined : forwarded.at(-proxyHops);
  return addressBlock(named === undefined || named === '' ? peer : withoutPort(named));
}

/** The same of a connection over which nothing has come yet, where there are no proxies. */
export function peerAddress({ remoteAddress }: Pick<Socket, 'remoteAddress'>): string | null {
  return clientAddress({ peer: remoteAddress, forwardedFor: null }, 0);
}

/** Some proxies write the port, too, which is another for each connection: `192.0.2.1:5060`, `[2001:db8::1]:5060`. */
function withoutPort(named: string): string {
  return /^\[([^\]]*)\](?::\d+)?$/.exec(named)?.[1] ?? /^([\d.]+):\d+$/.exec(named)?.[1] ?? named;
}

/** What one client has: an IPv4 address, or the 64 bits of IPv6 that a network gives to one (RFC 6177), for it has all of them. */
function addressBlock(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, MAX_LENGTH);
  const [head = '', tail] = address.split('%', 1).join().split('::');
  const groups = head === '' ? [] : head.split(':');
  const rest = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length;
  const all = [...groups, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** Longest text of an IPv6 address (RFC 4291, 2.2), for what a proxy wrote that is none. */
const MAX_LENGTH = 45;
