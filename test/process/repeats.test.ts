import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatUsd, parseUsd } from '../../src/lib/money.ts';
import { COMPLETE, USAGE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { inParallel } from '../support/in-parallel.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { sizeOf } from '../support/proof.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';
import { streamWhole } from '../support/streamed-call.ts';

const TIMES = 3;
/** Of calls that run at once; each is sent three times. */
const AT_ONCE = sizeOf('REPEATED_AT_ONCE', { usual: 20, proof: 20 });
const AGENT = 'repeater';

interface Told {
  text: string;
  cost: string;
  status: string;
}

async function sendPlain(server: ServerProcess, operationId: string): Promise<Told> {
  const { complete } = await server.run(COMPLETE, { input: inputOf(operationId) });
  const { text, cost, call } = expectType(complete, 'CompleteSuccess');
  return { text, cost: cost.total, status: call.status };
}

async function sendStreamed(server: ServerProcess, operationId: string): Promise<Told> {
  const { events, text } = await streamWhole('graphql-ws', server.url, inputOf(operationId));
  const last = events.at(-1);
  if (last === undefined) throw new Error('nothing came');
  const { answer, call } = expectType(last, 'CompleteSuccess');
  expect(text).toBe(answer);
  return { text, cost: call.cost?.total ?? 'none', status: call.status };
}

function inputOf(operationId: string) {
  const prompt = `Tell a story. #sandbox tokens=10 pace=2 marker=${operationId}`;
  return { prompt, operationId, agentId: AGENT, deadlineMs: 120_000, parameters: { maxTokens: 50 } };
}

await describeOnEachStore('calls that are each sent three times at once to two processes', (kind) => {
  const isSqlite = kind.name === 'SQLite';
  const calls = isSqlite
    ? sizeOf('REPEATED_CALLS', { usual: 60, proof: 2_000 })
    : sizeOf('REPEATED_CALLS_MONGO', { usual: 20, proof: 2_000 });
  let store: ProcessStore;
  let upstream: SandboxClient;
  let installation: Installation;
  let servers: ServerProcess[];

  beforeEach(async () => {
    store = kind.open();
    upstream = await startSandbox();
    installation = createInstallation();
    const env = {
      STORE_URL: store.storeUrl,
      OPENAI_BASE_URL: upstream.sandbox.url,
      OPENAI_API_KEY: 'sk-test',
      MAX_RETRIES: '0',
    };
    servers = await Promise.all([installation.start(env), installation.start(env)]);
  });
  afterEach(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  test(
    `${calls} calls make ${calls} upstream requests and ${calls} charges, and all three callers are told the same`,
    { timeout: 900_000 },
    async () => {
      const random = seededRandom(seedFrom('REPEATED_SEED'));
      const budgetId = await createBudget(servers[0]!, AGENT, 1_000_000);
      const ids = Array.from({ length: calls }, (_, index) => `repeated-${index}`);
      const startedAt = performance.now();
      const told = await inParallel(ids, AT_ONCE, async (operationId) =>
        Promise.all(
          Array.from({ length: TIMES }, (_, time) => {
            const server = servers[time % servers.length]!;
            return random() < 0.5 ? sendPlain(server, operationId) : sendStreamed(server, operationId);
          }),
        ),
      );
      const seconds = (performance.now() - startedAt) / 1_000;
      console.log(`${kind.name}: ${calls} calls sent ${TIMES} times each in ${seconds.toFixed(1)} s`);

      for (const [index, [first, ...others]] of told.entries()) {
        const who = ids[index] ?? '';
        for (const other of others) expect(other, who).toEqual(first);
        expect(first?.status, who).toBe('COMPLETED');
        expect(upstream.sandbox.requests(who), who).toHaveLength(1);
      }
      const total = formatUsd(told.reduce((sum, [first]) => sum + parseUsd(first?.cost ?? '0'), 0n));
      for (const server of servers) {
        expect(await budgetOf(server, budgetId)).toMatchObject({ spent: total, held: '0' });
        const { usage } = await server.run(USAGE, { input: { filter: { agentId: AGENT } } });
        expect(usage.totals).toMatchObject({ calls, completed: calls, attempts: calls, totalCost: total });
      }
      for (const exit of await Promise.all(servers.map((server) => server.stop())))
        expect(exit).toEqual({ code: 0, signal: null });
      const audit = await store.audit();
      expect(storeProblems(audit)).toEqual([]);
      expect(formatUsd(audit.spentNano)).toBe(total);
      expect(audit.calls.map(({ entries }) => Number(entries))).toEqual(ids.map(() => 1));
    },
  );
});
