import { expect, onTestFinished, test } from 'vitest';
import { createInstallation } from '../support/installation.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';

const CALLS = 3;
const LEASE_MS = 2_000;
const HANG =
  'mutation($id: ID!) { complete(input: { prompt: "Hello", model: "sandbox-hang", operationId: $id }) { __typename } }';
const HELLO =
  'mutation { complete(input: { prompt: "Hello" }) { __typename ... on RateLimitedError { limit limitValue } } }';

/** The secret of a key of that many calls at once. */
async function limitedKey(server: ServerProcess): Promise<string> {
  const { data } = await server.ask(
    `mutation { createApiKey(input: { name: "k", role: AGENT, limits: { concurrentCalls: ${CALLS} } }) { ... on CreateApiKeySuccess { secret } } }`,
  );
  return (data as { createApiKey: { secret: string } }).createApiKey.secret;
}

async function askWith(secret: string, { url }: ServerProcess, query: string, variables: object = {}) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query, variables }),
  });
  return ((await answer.json()) as { data: { complete: Record<string, unknown> } }).data.complete;
}

async function countRunning(server: ServerProcess): Promise<number> {
  const { data } = await server.ask('{ calls(filter: { status: RUNNING }) { edges { cursor } } }');
  return (data as { calls: { edges: unknown[] } }).calls.edges.length;
}

await describeOnEachStore('the places of calls whose process was killed', (kind) => {
  test(
    'are taken for the others until its lease ends, and free after that',
    { timeout: 120_000 },
    async () => {
      const store = kind.open();
      const installation = createInstallation();
      onTestFinished(async () => {
        await installation.close();
        await store.remove();
      });
      const env = { STORE_URL: store.storeUrl, HOLD_LEASE_MS: String(LEASE_MS) };
      const killed = await installation.start(env);
      const other = await installation.start(env);
      const secret = await limitedKey(killed);
      const hanging = Array.from({ length: CALLS }, (_, index) =>
        askWith(secret, killed, HANG, { id: `hanging-${index}` }).catch(() => null),
      );
      await expect.poll(() => countRunning(other), { timeout: 20_000 }).toBe(CALLS);

      // longer than a lease: the places of calls that run are renewed
      const until = performance.now() + LEASE_MS;
      do {
        expect(await askWith(secret, other, HELLO)).toEqual({
          __typename: 'RateLimitedError',
          limit: 'CONCURRENT_CALLS',
          limitValue: CALLS,
        });
      } while (performance.now() < until);

      killed.kill('SIGKILL');
      await Promise.all(hanging);
      await expect
        .poll(async () => (await askWith(secret, other, HELLO))['__typename'], { timeout: 20_000 })
        .toBe('CompleteSuccess');
    },
  );
});
