import { createAuthenticator } from '../../src/domain/access/authenticator.ts';
import type { Authenticator, AuthenticatorParts } from '../../src/domain/access/authenticator.ts';
import { createKeyHash, hashKey } from '../../src/domain/access/key-hash.ts';
import { createAttemptGuard } from '../../src/http/attempt-guard.ts';
import { systemClock } from '../../src/lib/clock.ts';

/** Lets `adminKey` in, or in open mode who has no key; there are no API keys and no projects but the default one. */
export function testAuthenticator({
  adminKey,
  ...changes
}: Partial<AuthenticatorParts> & { adminKey?: string }): Authenticator {
  return createAuthenticator({
    open: false,
    adminKeyHash: adminKey === undefined ? null : hashKey(adminKey),
    hashOf: createKeyHash('a secret of the tests'),
    keys: {
      find: async () => null,
      known: () => null,
      isOpen: () => false,
      refresh: async () => undefined,
      close: async () => undefined,
    },
    projects: { has: async (projectId) => projectId === 'default' },
    tokens: null,
    attempts: createAttemptGuard(1_000),
    clock: systemClock,
    watchMs: 10,
    ...changes,
  });
}
