import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { App } from '../../src/app.ts';
import { loadConfig } from '../../src/config.ts';
import { createRedisDoorbell } from '../../src/event-bus/redis-doorbell.ts';
import type { RedisDoorbell } from '../../src/event-bus/redis-doorbell.ts';
import { COMPLETE, QUIET_CALL_EVENTS } from '../support/documents.ts';
import { print } from 'graphql';
import { redisProgram, startRedis } from '../support/redis-server.ts';
import type { RedisServer } from '../support/redis-server.ts';
import { subscribe } from '../support/subscription.ts';
import { ADMIN_KEY } from '../support/test-app.ts';

const program = redisProgram();

describe.skipIf(program === null)('the doorbell between processes', () => {
  let redis: RedisServer;
  const open: RedisDoorbell[] = [];

  beforeAll(async () => {
    redis = await startRedis(program ?? '');
  });
  afterEach(() => {
    for (const doorbell of open.splice(0)) doorbell.close();
  });
  afterAll(() => redis.kill());

  function connect(store = '/store.db') {
    const told: string[] = [];
    const waiting = new Map<string, () => void>();
    const tell = (what: string) => () => {
      told.push(what);
      waiting.get(what)?.();
    };
    const doorbell = createRedisDoorbell({
      url: redis.url,
      store,
      onLost: tell('lost'),
      onFound: tell('found'),
    });
    open.push(doorbell);
    return {
      doorbell,
      told,
      whenTold: (what: string) => new Promise<void>((resolve) => waiting.set(what, resolve)),
      whenRung: () => new Promise<void>((resolve) => doorbell.onRing(resolve)),
    };
  }

  test('a ring is heard in another process, and in its own', async () => {
    const [one, other] = [connect(), connect()];
    // each rings itself when it has begun to listen
    await Promise.all([one.whenRung(), other.whenRung()]);
    expect([one.doorbell.reachesOthers, other.doorbell.reachesOthers]).toEqual([true, true]);
    const heard = [one.whenRung(), other.whenRung()];
    one.doorbell.ring();
    await Promise.all(heard);
  });

  test('a ring for another store is not heard', async () => {
    const [one, stranger, own] = [connect('a'), connect('b'), connect('a')];
    await Promise.all([one.whenRung(), stranger.whenRung(), own.whenRung()]);
    let rings = 0;
    stranger.doorbell.onRing(() => (rings += 1));
    const heard = own.whenRung();
    one.doorbell.ring();
    await heard;
    expect(rings).toBe(0);
  });

  test('Redis going away is told once, rings stay in the process, and all is well when it comes back', async () => {
    const [one, other] = [connect(), connect()];
    await Promise.all([one.whenRung(), other.whenRung()]);
    const lost = one.whenTold('lost');
    await redis.kill();
    await lost;
    expect(one.doorbell.reachesOthers).toBe(false);
    const own = one.whenRung();
    one.doorbell.ring();
    await own;

    const found = [one.whenTold('found'), other.whenTold('found')];
    await redis.restart();
    await Promise.all(found);
    expect(one.told).toEqual(['lost', 'found']);
    const heard = other.whenRung();
    one.doorbell.ring();
    await heard;
  });

  test('two instances on one store miss nothing while Redis is up, down and up again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tollgate-redis-'));
    const start = (): Promise<App> =>
      createApp(
        loadConfig({
          PORT: '0',
          STORE_URL: `sqlite:${join(folder, 'store.db')}`,
          TOLLGATE_ADMIN_KEY: ADMIN_KEY,
          LOG_LEVEL: 'silent',
          REDIS_URL: redis.url,
        }),
      );
    const [writer, reader] = [await start(), await start()];
    const url = `${(await reader.listen()).url}/graphql`;
    let calls = 0;
    const callTwice = async (): Promise<void> => {
      for (let number = 0; number < 2; number += 1) {
        calls += 1;
        const input = { prompt: 'Hello', operationId: `call-${calls}`, model: 'sandbox-fill' };
        await writer.fetch(
          new Request('http://localhost/graphql', {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
            body: JSON.stringify({ query: print(COMPLETE), variables: { input } }),
          }),
        );
      }
    };
    const events = subscribe('graphql-ws', url, ADMIN_KEY, QUIET_CALL_EVENTS, { after: 'WzBd' });
    const told: (string | null)[] = [];
    const take = async (): Promise<void> => {
      told.push(...(await events.take(4)).map(({ modelCallEvents }) => modelCallEvents.operationId));
    };
    await callTwice();
    await take();
    await redis.kill();
    await callTwice();
    await take();
    await redis.restart();
    await callTwice();
    await take();
    expect(told).toEqual(
      Array.from({ length: 6 }, (_, index) => [`call-${index + 1}`, `call-${index + 1}`]).flat(),
    );
    await events.close();
    await reader.close();
    await writer.close();
    rmSync(folder, { recursive: true });
  });
});
