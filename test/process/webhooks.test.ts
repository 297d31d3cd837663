import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMPLETE, CREATE_WEBHOOK, EVENTS, WEBHOOK_DELIVERIES } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { startFleet } from '../support/fleet.ts';
import type { Fleet } from '../support/fleet.ts';
import { persist } from '../support/persistent-client.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { startWebhookReceiver } from '../support/webhook-receiver.ts';
import type { WebhookReceiver } from '../support/webhook-receiver.ts';

const CALLS = 120;
const KILLS_AT = [25, 50, 75, 100];

await describeOnEachStore('webhooks', (kind) => {
  let store: ProcessStore;
  let installation: Installation;
  let fleet: Fleet;
  let receiver: WebhookReceiver;

  beforeAll(async () => {
    store = kind.open();
    installation = createInstallation();
    // every seventh request is told to come again
    receiver = await startWebhookReceiver((_, number) => (number % 7 === 0 ? 500 : 200));
    const env = {
      STORE_URL: store.storeUrl,
      LOG_FORMAT: 'json',
      HOLD_LEASE_MS: '1000',
      WEBHOOK_ALLOW_PRIVATE: 'true',
      WEBHOOK_RETRY_INITIAL_MS: '50',
    };
    fleet = startFleet(2, () => installation.spawn({ env }), ADMIN_KEY);
    await fleet.whole();
  });
  afterAll(async () => {
    for (const server of await fleet.whole()) await server.stop();
    await installation.close();
    await receiver.close();
    await store.remove();
  });

  test('of two processes that are killed again and again bring every event at least once, repeats under the same id', async () => {
    const { createWebhook } = await (
      await fleet.next()
    ).run(CREATE_WEBHOOK, { input: { url: receiver.url } });
    const { webhook } = expectType(createWebhook, 'CreateWebhookSuccess');
    for (let call = 0; call < CALLS; call += 1) {
      const input = { prompt: 'Hello', operationId: `call-${call}`, model: 'sandbox-fill' };
      await persist(async () => (await (await fleet.next()).run(COMPLETE, { input })).complete);
      if (KILLS_AT.includes(call)) await fleet.replace(call % 2);
    }

    const [server] = await fleet.whole();
    const events: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { events: page }: Awaited<ReturnType<typeof listAfter>> = await listAfter(after);
      events.push(...page.edges.map(({ cursor }) => cursor));
      ({ hasNextPage: more, endCursor: after } = page.pageInfo);
    }
    function listAfter(after: string | null) {
      return server!.run(EVENTS, { first: 100, after });
    }
    expect(events.length).toBeGreaterThanOrEqual(CALLS * 2);

    const cursorsOf = () =>
      receiver.received.map(({ body }) => (JSON.parse(body) as { data: { cursor: string } }).data.cursor);
    for (let count = events.length; new Set(cursorsOf()).size < events.length; count += 1) {
      await receiver.whenReceived(Math.max(count, receiver.received.length + 1));
    }
    expect(new Set(cursorsOf())).toEqual(new Set(events));
    const idOf = new Map<string, Set<string>>();
    receiver.received.forEach(({ headers }, index) => {
      const cursor = cursorsOf()[index] ?? '';
      idOf.set(cursor, (idOf.get(cursor) ?? new Set()).add(String(headers['webhook-id'])));
    });
    expect([...idOf.values()].filter((ids) => ids.size !== 1)).toEqual([]);
    expect(new Set([...idOf.values()].flatMap((ids) => [...ids])).size).toBe(events.length);

    for (;;) {
      const filter = { webhookId: webhook.id, status: 'PENDING' as const };
      const { webhookDeliveries } = await server!.run(WEBHOOK_DELIVERIES, { filter, first: 1 });
      if (webhookDeliveries.edges.length === 0) break;
      // it was answered and is not written down yet, or comes again
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
