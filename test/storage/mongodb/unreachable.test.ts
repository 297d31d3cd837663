import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreUnavailableError } from '../../../src/domain/errors.ts';
import type { Storage } from '../../../src/domain/storage.ts';
import { createMongoStorage } from '../../../src/storage/mongodb/storage.ts';
import { createdBudget, ledgerAt } from '../../support/budget-fixture.ts';
import {
  completion,
  DAY,
  dispatched,
  dispatchOf,
  HOUR,
  MINUTE,
  newCall,
  NOON,
} from '../../support/call-fixture.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import type { FaultProxy } from '../../support/fault-proxy.ts';
import { findingsOf, readMongo, withDatabase } from '../../support/mongo-findings.ts';
import { openMongoFixture } from '../../support/mongo-fixture.ts';
import { describeWithMongo } from '../../support/shared-mongo.ts';

const PROJECT = 'project';

await describeWithMongo('a database that is out of reach', (server) => {
  let fixture: Awaited<ReturnType<typeof openMongoFixture>>;
  let proxy: FaultProxy;
  let storage: Storage;

  beforeEach(async () => {
    fixture = await openMongoFixture(server);
    proxy = await startFaultProxy(fixture.url);
    const patience = 'serverSelectionTimeoutMS=2000&socketTimeoutMS=2000&heartbeatFrequencyMS=500';
    storage = await createMongoStorage({ url: `${proxy.url}&${patience}`, version: '0.1.0' });
  });
  afterEach(async () => {
    await storage.close();
    await proxy.close();
    await fixture.close();
  });

  test('fails every operation with StoreUnavailableError, and works again when it is back', async () => {
    const budget = await createdBudget(storage, PROJECT);
    const call = newCall(PROJECT);
    await dispatched(storage, call);
    await proxy.refuse();
    const operations = [
      () => storage.calls.dispatch(dispatchOf(newCall(PROJECT))),
      () => storage.calls.settle({ ...call, outcome: completion(40n) }),
      () => storage.calls.extendHold(call, 1n),
      () => storage.calls.renewLeases([call], NOON + HOUR),
      () => storage.calls.presumeSpent(NOON, 1),
      () => storage.calls.list(PROJECT, {}, { first: 1 }),
      () => storage.budgets.update(PROJECT, budget.id, { amountNano: 5n }, NOON),
      () => storage.events.read(0, 1),
      () => storage.settings.writeOnce('name', 'value'),
      () => storage.checkIn({ id: 'a', version: '0.1.0' }, NOON, NOON + 1),
      () => storage.checkHealth(),
    ];
    const errors = await Promise.all(operations.map((run) => run().catch((error: unknown) => error)));
    for (const error of errors) expect(error).toBeInstanceOf(StoreUnavailableError);
    expect((errors[0] as Error).message).not.toContain('127.0.0.1');

    await proxy.heal();
    await storage.checkHealth();
    expect((await storage.calls.settle({ ...call, outcome: completion(40n) })).kind).toBe('settled');
    expect(await ledgerAt(storage, budget)).toMatchObject({ spentNano: 40n, heldNano: 0n });
  });

  test('and does not answer is found unhealthy in time', async () => {
    proxy.pause();
    await expect(storage.checkHealth()).rejects.toThrow(StoreUnavailableError);
    proxy.resume();
    await expect.poll(() => storage.checkHealth().then(() => 'healthy', String)).toBe('healthy');
  });

  test('for the last write of a dispatch charges nothing for the call, which was never sent', async () => {
    const budget = await createdBudget(storage, PROJECT);
    const call = newCall(PROJECT);
    // the fourth: the call, the ledger, the hold, and that it runs
    let writes = 0;
    proxy.dropReplies(
      1,
      () => 0,
      (command) => {
        if (!['insert', 'update'].includes(command) || (writes += 1) < 4) return false;
        void proxy.refuse();
        return true;
      },
    );
    await expect(storage.calls.dispatch(dispatchOf(call))).rejects.toThrow(StoreUnavailableError);
    expect(await fixture.storage.calls.find(call)).toMatchObject({ status: 'RUNNING' });

    await proxy.heal();
    await storage.calls.presumeSpent(NOON, 10);
    expect(await storage.calls.find(call)).toBeNull();
    expect(await ledgerAt(storage, budget)).toMatchObject({ spentNano: 0n, heldNano: 0n });
    await dispatched(storage, call);
  });

  test('keeps no hold that arrives after its sender has given up', async () => {
    const budget = await createdBudget(storage, PROJECT);
    const [former, call] = [newCall(PROJECT), newCall(PROJECT)];
    await dispatched(storage, former);
    await storage.calls.settle({ ...former, outcome: completion(0n) });
    // what is still told of the former call
    await storage.events.lastSeq();
    // the first statement after the call was stored: its hold
    const seen = new Promise<void>((resolve) => {
      proxy.dropReplies(
        1,
        () => 1,
        (command) => {
          if (command === 'insert') {
            proxy.pause();
            resolve();
          }
          return false;
        },
      );
    });
    const dispatching = storage.calls.dispatch(dispatchOf(call, { leaseUntil: NOON + MINUTE }));
    const failed = expect(dispatching).rejects.toThrow(StoreUnavailableError);
    await seen;
    await failed;

    // others sweep before what was sent arrives, and after
    await fixture.storage.calls.presumeSpent(NOON + HOUR, 10);
    expect((await ledgerAt(fixture.storage, budget)).heldNano).toBe(0n);
    expect(await fixture.storage.calls.find(call)).toBeNull();
    proxy.resume();
    const heldNano = async () => (await ledgerAt(fixture.storage, budget)).heldNano;
    await expect.poll(heldNano).toBe(100n);
    await fixture.storage.calls.presumeSpent(NOON + HOUR + MINUTE, 10);
    expect(await heldNano()).toBe(0n);
    await fixture.storage.calls.presumeSpent(NOON + DAY, 10);
    const records = await withDatabase(fixture.url, (db) =>
      db.collection('abandoned_holds').countDocuments(),
    );
    expect(records).toBe(0);
    expect(findingsOf(await readMongo(fixture.url))).toEqual([]);
  });
});
