import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import { isPublicAddress } from './public-address.ts';

/**
 * Connects to public addresses only. The address that is connected to is checked, so no DNS answer leads into the own network,
 * whatever it was when the name was looked at before. `policy` is the setting that would allow it, for the message.
 */
export function createPublicConnector(options: {
  timeoutMs: number;
  policy: string;
}): buildConnector.connector {
  const { timeoutMs, policy } = options;
  const connector = buildConnector({ timeout: timeoutMs, lookup: lookupPublic(policy) });
  return (connection, callback) => {
    // an address in the URL is never looked up
    const host = connection.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) !== 0 && !isPublicAddress(host)) callback(refusal(host, policy), null);
    else connector(connection, callback);
  };
}

function lookupPublic(policy: string): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '', 0);
      const allowed = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = allowed;
      if (first === undefined) return callback(refusal(hostname, policy, addresses), '', 0);
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(host: string, policy: string, addresses: readonly LookupAddress[] = []): Error {
  const found = addresses.map(({ address }) => address).join(', ');
  return new Error(
    `${host}${found === '' ? '' : ` (${found})`} is a private address; ${policy} would allow it`,
  );
}
