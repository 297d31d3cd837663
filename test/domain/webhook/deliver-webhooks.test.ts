import { once, EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { startWebhookDeliverer } from '../../../src/domain/webhook/deliver-webhooks.ts';
import type { Clock } from '../../../src/lib/clock.ts';
import { createManualClock } from '../../support/manual-clock.ts';
import { openSqliteFixture } from '../../support/sqlite-fixture.ts';
import { newWebhook } from '../../support/webhook-fixture.ts';

const LOOKS = 100;

test('a webhook without events keeps nothing of the times at which it was looked at', async () => {
  const store = await openSqliteFixture();
  onTestFinished(() => store.close());
  await store.storage.webhooks.create(newWebhook('default', 'w'), 0);
  const looked = new EventEmitter();
  const looks: WeakRef<() => void>[] = [];
  const clock: Clock = {
    ...createManualClock(),
    // the time until the next look is over at once, until there were enough
    after(_, look) {
      looks.push(new WeakRef(look));
      if (looks.length < LOOKS) setImmediate(look);
      else looked.emit('enough');
      return () => undefined;
    },
  };
  const enough = once(looked, 'enough');
  const deliverer = startWebhookDeliverer({
    store: store.storage.webhooks,
    log: store.storage.events,
    doorbell: { ring: () => undefined, reachesOthers: true, onRing: () => () => undefined },
    sender: { send: () => Promise.reject(new Error('nothing is sent')), close: () => Promise.resolve() },
    box: null,
    clock,
    owner: 'here',
    leaseMs: 60_000,
    retry: { attemptsMax: 1, initialBackoffMs: 1, random: () => 0 },
    onError: (error) => {
      throw error;
    },
    onMissed: () => undefined,
  });
  await enough;
  await turn();
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  expect(looks.filter((look) => look.deref() !== undefined).length).toBeLessThan(LOOKS / 10);
  await deliverer.stop();
});
