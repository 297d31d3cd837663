import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { encodeCursor } from '../../src/lib/page.ts';
import {
  COMPLETE,
  MODEL_CALL_EVENTS,
  REVOKE_API_KEY,
  ROTATE_API_KEY,
  TEMPLATE_EVENTS,
  UPDATE_API_KEY,
} from '../support/documents.ts';
import { TRANSPORTS as ASKERS } from '../support/asker.ts';
import { issueKey } from '../support/issued-keys.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { StoreKind } from '../support/store-kinds.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

/** Before the first event of a store. */
const START = encodeCursor([0]);
/** How long a key may go on where it was not revoked, in milliseconds; three times that on a machine that does much else. */
const EFFECTIVE_MS = 5_000;
const GENEROSITY = 3;

/** Two servers on one store, as two instances have it, and a key that was made on the first. */
async function startTwo(kind: StoreKind) {
  const store = kind.open();
  onTestFinished(() => store.remove());
  const start = async (): Promise<TestApp & { url: string }> => {
    const app = await startTestApp({ STORE_URL: store.storeUrl });
    onTestFinished(() => app.close());
    return { ...app, url: `${(await app.app.listen()).url}/graphql` };
  };
  const one = await start();
  const two = await start();
  return { one, two, key: await issueKey(one) };
}

/** A WebSocket whose connection was accepted, with the code and reason of its end. */
async function connected(url: string, secret: string) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  onTestFinished(() => socket.terminate());
  const ended = new Promise<[number, string]>((resolve) => {
    socket.once('close', (code, reason) => resolve([code, String(reason)]));
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${secret}` } }));
  await new Promise((resolve) => socket.once('message', resolve));
  return { ended };
}

await describeOnEachStore('a key that is changed on one instance', (kind) => {
  test(
    'has its new limits and bounds on the other, also over a connection that is open',
    { timeout: 60_000 },
    async () => {
      const { one, two, key } = await startTwo(kind);
      const open = [
        await ASKERS['WebSocket, parameters']!(two.url, key.headers),
        await ASKERS['POST']!(two.url, key.headers),
      ];
      onTestFinished(() => {
        for (const asker of open) asker.close();
      });
      const seen = () =>
        Promise.all(
          open.map(
            async (asker) =>
              (await asker.ask({ query: '{ me { agentIds limits { requestsPerMinute } } }', variables: {} }))
                .text,
          ),
        );
      for (const text of await seen()) expect(text).toContain('"requestsPerMinute":null');
      const change = { id: key.id, agentIds: ['writer'], limits: { requestsPerMinute: 1 } };
      await one.run(UPDATE_API_KEY, { input: change });
      await expect
        .poll(seen, { timeout: EFFECTIVE_MS })
        .toEqual([
          expect.stringContaining('{"agentIds":["writer"],"limits":{"requestsPerMinute":1}}'),
          expect.stringContaining('{"agentIds":["writer"],"limits":{"requestsPerMinute":1}}'),
        ]);
      const [socket] = open;
      const query = 'mutation { complete(input: { prompt: "Hello" }) { __typename } }';
      expect((await socket!.ask({ query, variables: {} })).text).toContain('CompleteSuccess');
      expect((await socket!.ask({ query, variables: {} })).text).toContain('RateLimitedError');
    },
  );
});

await describeOnEachStore('a key that is revoked on one instance', (kind) => {
  test('ends its subscriptions and connections on the other', { timeout: 120_000 }, async () => {
    const { one, two, key } = await startTwo(kind);
    const overSse = subscribe('SSE', two.url, key.secret, MODEL_CALL_EVENTS, { after: START });
    const overSocket = subscribe('graphql-ws', two.url, key.secret, MODEL_CALL_EVENTS, { after: START });
    const idle = await connected(two.url, key.secret);
    const quiet = TRANSPORTS.map((transport) =>
      subscribe(transport, two.url, key.secret, TEMPLATE_EVENTS, { heartbeatMs: 100 }),
    );
    await Promise.all(quiet.map((subscription) => subscription.take(2)));
    await one.run(COMPLETE, { input: { prompt: 'Hello' } });
    await Promise.all([overSse.take(1), overSocket.take(1)]);

    const revokedAt = performance.now();
    await one.run(REVOKE_API_KEY, { input: { id: key.id } });
    await expect(overSse.ended).rejects.toThrow(/revoked or has expired/);
    await expect(overSocket.ended).rejects.toThrow('the subscription broke');
    expect(await idle.ended).toEqual([4401, 'The key was revoked or has expired.']);
    for (const subscription of quiet) await expect(subscription.ended).rejects.toThrow();
    expect(performance.now() - revokedAt).toBeLessThan(EFFECTIVE_MS * GENEROSITY);
    expect((await two.ask('{ me { role } }', {}, key.headers)).status).toBe(401);
  });

  test('and one whose old secret ran out, alike', { timeout: 120_000 }, async () => {
    const { one, two, key } = await startTwo(kind);
    const idle = await connected(two.url, key.secret);
    await one.run(ROTATE_API_KEY, { input: { id: key.id, overlapSeconds: 1 } });
    expect(await idle.ended).toEqual([4401, 'The key was revoked or has expired.']);
  });
});
