import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatUsd, parseUsd } from '../../src/lib/money.ts';
import { CALL_RECORD } from '../support/call-documents.ts';
import { USAGE } from '../support/documents.ts';
import { inParallel } from '../support/in-parallel.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { readAndLeave, WAYS_TO_LEAVE } from '../support/leaving-reader.ts';
import { isProof, sizeOf, tellTime } from '../support/proof.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import { seededRandom, seedFrom } from '../support/seeded-random.ts';
import { memoryOf } from '../support/server-memory.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { storeProblems } from '../support/store-problems.ts';

const STREAMS = sizeOf('LEAVING_STREAMS', { usual: 120, proof: 1_000 });
const AT_ONCE = sizeOf('LEAVING_AT_ONCE', { usual: 30, proof: 60 });
const AGENT = 'leaver';
/** What a stream that nobody leaves would take: 60 s. Whoever finds it answered wholly wasn't left in time. */
const LONG = 'tokens=3000 pace=20';
const SHORT = 'tokens=12 pace=5';
/** What the sandbox sends in the second in which it has to be told. */
const UNREAD_TOKENS_MAX = 50;

let upstream: SandboxClient;
let installation: Installation;
let server: ServerProcess;

beforeAll(async () => {
  upstream = await startSandbox();
  installation = createInstallation();
  server = await installation.start({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
  });
});
afterAll(async () => {
  await installation.close();
  await upstream.close();
});

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

describe(`${STREAMS} streams whose readers leave at random`, { timeout: 600_000 }, () => {
  test('leave no hold, end at the upstream, and are billed for what was produced', async () => {
    const seed = seedFrom('LEAVING_SEED');
    const random = seededRandom(seed);
    const budgetId = await createBudget(server, AGENT, 10_000_000);
    const plans = Array.from({ length: STREAMS }, (_, index) => {
      const moment = Math.floor(random() * 4);
      return {
        operationId: `left-${index}`,
        way: WAYS_TO_LEAVE[Math.floor(random() * WAYS_TO_LEAVE.length)] ?? 'close',
        // at once, before the first piece has come, in the middle, never
        eventsMax: [0, 1, 2 + Math.floor(random() * 25), Infinity][moment] ?? 0,
      };
    });
    const memoryBefore = memoryOf(server);
    const left = await inParallel(plans, AT_ONCE, async ({ operationId, way, eventsMax }) => {
      const prompt = `Tell a story. #sandbox ${eventsMax === Infinity ? SHORT : LONG} marker=${operationId}`;
      const input = { prompt, operationId, agentId: AGENT, parameters: { maxTokens: 4_000 } };
      return readAndLeave(server.url, input, way, eventsMax);
    });
    const usage = async () =>
      (await server.run(USAGE, { input: { filter: { agentId: AGENT } } })).usage.totals;
    await expect.poll(async () => (await usage()).running, { timeout: 30_000 }).toBe(0);
    await expect
      .poll(() => upstream.sandbox.requests().filter(({ state }) => state === 'running').length, {
        timeout: 10_000,
      })
      .toBe(0);

    const statuses: Record<string, number> = {};
    const abortMs: number[] = [];
    const unreadTokens: number[] = [];
    let billed = 0n;
    let sentTokens = 0;
    let billedTokens = 0;
    for (const [index, { operationId, way, eventsMax }] of plans.entries()) {
      const who = `${operationId}: ${way} after ${eventsMax} events, seed ${seed}`;
      const { call } = await server.run(CALL_RECORD, { operationId });
      const requests = upstream.sandbox.requests(operationId);
      expect(requests.length, who).toBeLessThanOrEqual(1);
      const status = call?.status ?? 'NONE';
      statuses[status] = (statuses[status] ?? 0) + 1;
      const [request] = requests;
      const leftAt = left[index]?.leftAt ?? null;
      if (leftAt === null) {
        expect([status, left[index]?.events.at(-1)?.__typename], who).toEqual([
          'COMPLETED',
          'CompleteSuccess',
        ]);
        expect(request?.state, who).toBe('answered');
      } else {
        expect(['CANCELLED', 'NONE'], who).toContain(status);
        // the reader may have left before its call was sent, and before there was one
        if (request !== undefined) expect(request.state, who).toBe('aborted');
        if (request?.abortSeenAt) abortMs.push(request.abortSeenAt - Math.max(leftAt, request.receivedAt));
      }
      if (request === undefined) expect(call?.cost?.total ?? '0', who).toBe('0');
      const tokens = call?.usage?.completionTokens ?? 0;
      expect(tokens, who).toBeLessThanOrEqual(request?.sentTokens ?? 0);
      if (request !== undefined) unreadTokens.push(request.sentTokens - tokens);
      if (status === 'CANCELLED' && tokens > 0) {
        expect(tokens, who).toBe(await upstream.countOf(call?.text ?? ''));
        const shown = left[index]?.events.length ?? 0;
        expect(call?.text?.length, who).toBeGreaterThanOrEqual(shown);
      }
      billed += parseUsd(call?.cost?.total ?? '0');
      sentTokens += request?.sentTokens ?? 0;
      billedTokens += tokens;
    }
    tellTime('the last to be aborted at the upstream after its reader had left', Math.max(...abortMs), 1_000);
    console.log(
      `seed ${seed}: ${JSON.stringify(statuses)}; sent ${sentTokens} tokens, billed ${billedTokens}, ` +
        `at most ${Math.max(...unreadTokens)} unread of a stream; aborted after ${percentile(abortMs, 0.5)} ms (median), ` +
        `${percentile(abortMs, 0.99)} (99 %); ` +
        `server memory ${memoryBefore} MB before, ${memoryOf(server)} MB after`,
    );
    if (isProof) expect(Math.max(...unreadTokens)).toBeLessThanOrEqual(UNREAD_TOKENS_MAX);
    expect(statuses['CANCELLED']).toBeGreaterThan(0);
    expect(statuses['COMPLETED']).toBeGreaterThan(0);

    const total = formatUsd(billed);
    expect(await budgetOf(server, budgetId)).toMatchObject({ spent: total, held: '0' });
    expect(await usage()).toMatchObject({ totalCost: total, running: 0 });
    expect(server.stdout).not.toMatch(/"level":(50|60)/);
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
    const audit = auditStore(installation.storePath);
    expect(storeProblems(audit)).toEqual([]);
    expect(formatUsd(audit.spentNano)).toBe(total);
  });
});
