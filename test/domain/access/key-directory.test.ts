import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ApiKeyStore } from '../../../src/domain/access/api-key-store.ts';
import { createKeyDirectory } from '../../../src/domain/access/key-directory.ts';
import type { KeyDirectory } from '../../../src/domain/access/key-directory.ts';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import { newApiKey, newStamp } from '../../support/api-key-fixture.ts';
import { NOON } from '../../support/call-fixture.ts';
import { createAwaitingClock } from '../../support/awaiting-clock.ts';
import type { AwaitingClock } from '../../support/awaiting-clock.ts';
import { openSqliteFixture } from '../../support/sqlite-fixture.ts';
import type { StorageFixture } from '../../contract/storage/storage-contract.ts';

const REFRESH_MS = 1_000;
const key = newApiKey('acme');
const [{ hash }] = key.secrets;

let fixture: StorageFixture;
let clock: AwaitingClock;
let directory: KeyDirectory;
let reads: number;
let isDown: boolean;

beforeEach(async () => {
  fixture = await openSqliteFixture();
  clock = createAwaitingClock(NOON);
  reads = 0;
  isDown = false;
  const { apiKeys } = fixture.storage;
  await apiKeys.create(key, newStamp('acme', 'createApiKey', key.id));
  const store: ApiKeyStore = {
    ...apiKeys,
    findByHashes(hashes) {
      reads += 1;
      return isDown ? Promise.reject(new StoreUnavailableError('down')) : apiKeys.findByHashes(hashes);
    },
  };
  directory = createKeyDirectory({ store, clock, refreshMs: REFRESH_MS, onReadError: () => undefined });
});
afterEach(async () => {
  await directory.close();
  await fixture.close();
});

const revoke = () =>
  fixture.storage.apiKeys.revoke('acme', key.id, clock.now(), newStamp('acme', 'revoke', key.id));

describe('the directory of keys', () => {
  test('reads a key once, however often and by however many it is used', async () => {
    const found = await Promise.all(Array.from({ length: 100 }, () => directory.find(hash)));
    for (let use = 0; use < 1_000; use += 1) expect(await directory.find(hash)).toEqual(key);
    expect(new Set(found)).toEqual(new Set([key]));
    expect(reads).toBe(1);
  });

  test('reads all keys in use at once, once a refresh, and none when none is in use', async () => {
    await clock.advance(5 * REFRESH_MS);
    expect(reads).toBe(0);
    await directory.find(hash);
    await clock.advance(5 * REFRESH_MS);
    expect(reads).toBe(6);
    await clock.advance(5 * 60_000);
    expect(reads).toBeLessThan(70);
    const atRest = reads;
    await clock.advance(60_000);
    expect(reads).toBe(atRest);
  });

  test('notices within a refresh that a key was revoked elsewhere', async () => {
    await directory.find(hash);
    await revoke();
    expect(directory.known(hash)).toEqual(key);
    expect(directory.isOpen(hash)).toBe(true);
    await clock.advance(REFRESH_MS);
    expect(directory.known(hash)).toBeNull();
    expect(directory.isOpen(hash)).toBe(false);
    expect(await directory.find(hash)).toBeNull();
  });

  test('knows at once that a key has expired', async () => {
    const expiring = newApiKey('acme', { expiresAt: NOON + 500 });
    await fixture.storage.apiKeys.create(expiring, newStamp('acme', 'create', expiring.id));
    const [secret] = expiring.secrets;
    expect(await directory.find(secret.hash)).toEqual(expiring);
    await clock.advance(500);
    expect(directory.known(secret.hash)).toBeNull();
    expect(directory.isOpen(secret.hash)).toBe(false);
  });

  test('lets known keys in for ten seconds while the store is down, and then nobody', async () => {
    await directory.find(hash);
    isDown = true;
    await clock.advance(10_000);
    expect(await directory.find(hash)).toEqual(key);
    await clock.advance(1_000);
    await expect(directory.find(hash)).rejects.toThrow(StoreUnavailableError);
    // who is connected stays so: whether the key was revoked is not known
    expect(directory.isOpen(hash)).toBe(true);
    isDown = false;
    expect(await directory.find(hash)).toEqual(key);
  });

  test('writes the last use of a key once a minute, and before it is closed', async () => {
    const lastUse = async () => (await fixture.storage.apiKeys.find('acme', key.id))?.lastUsedAt;
    await directory.find(hash);
    expect(await lastUse()).toBeNull();
    await clock.advance(REFRESH_MS);
    expect(await lastUse()).toBe(NOON);
    await clock.advance(30_000);
    directory.known(hash);
    await clock.advance(REFRESH_MS);
    expect(await lastUse()).toBe(NOON);
    await clock.advance(30_000);
    const usedAt = clock.now();
    directory.known(hash);
    await directory.close();
    expect(await lastUse()).toBe(usedAt);
  });
});
