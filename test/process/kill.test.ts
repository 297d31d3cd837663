import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatUsd } from '../../src/lib/money.ts';
import { CALL, USAGE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, complete, costOfCalls, createBudget, fullAnswer, sumUsd } from '../support/known-cost.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

const CALLS = 50;
const AGENT = 'victim';
const SWEEP_LIMIT_MS = 20_000;

let upstream: Upstream;
let installation: Installation;

beforeEach(async () => {
  upstream = await startUpstream((_, index) => fullAnswer(`Answer ${index}.`));
  installation = createInstallation();
});
afterEach(async () => {
  await installation.close();
  await upstream.close();
});

/** `apiKey` is what its requests upstream can be told by. */
function start(apiKey = 'sk-test'): Promise<ServerProcess> {
  return installation.start({
    OPENAI_BASE_URL: upstream.url,
    OPENAI_API_KEY: apiKey,
    MAX_RETRIES: '0',
    HOLD_LEASE_MS: '2000',
  });
}

function operationIds(from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => `killed-${from + index}`);
}

function callAll(server: ServerProcess, ids: readonly string[]) {
  return ids.map((operationId) => complete(server, { agentId: AGENT, operationId }));
}

async function killAt<Answer>(
  moment: Promise<unknown>,
  server: ServerProcess,
  calls: readonly Promise<Answer>[],
): Promise<PromiseSettledResult<Answer>[]> {
  const outcomes = Promise.allSettled(calls);
  await moment;
  server.kill('SIGKILL');
  expect(await server.exited).toEqual({ code: null, signal: 'SIGKILL' });
  return outcomes;
}

/** Waits until the leases of the dead process have ended, and gives what became of its calls. */
async function callsAfterLease(server: ServerProcess, ids: readonly string[]) {
  const running = async (): Promise<number> =>
    (await server.run(USAGE, { input: { filter: { agentId: AGENT } } })).usage.totals.running;
  await expect.poll(running, { timeout: SWEEP_LIMIT_MS, interval: 100 }).toBe(0);
  return Promise.all(ids.map(async (operationId) => (await server.run(CALL, { operationId })).call ?? null));
}

/** Stops the server and looks at the file: it is sound, nothing is held, and every call is booked once. */
async function expectSoundStore(server: ServerProcess, spent: string): Promise<void> {
  expect(await server.stop()).toEqual({ code: 0, signal: null });
  const audit = auditStore(installation.storePath);
  expect(audit).toMatchObject({ integrity: 'ok', orphans: 0, openHolds: 0, heldNano: 0n });
  for (const { status, costNano, entries, bookedNano } of audit.calls) {
    expect(['COMPLETED', 'FAILED']).toContain(status);
    expect({ entries, bookedNano }).toEqual({ entries: 1n, bookedNano: costNano });
  }
  const costNano = audit.calls.reduce((sum, call) => sum + (call.costNano ?? 0n), 0n);
  expect([formatUsd(costNano), formatUsd(audit.spentNano)]).toEqual([spent, spent]);
}

describe('after kill -9', { timeout: 120_000 }, () => {
  test('every running call ends as failed, charged once at its hold', async () => {
    const killed = await start();
    const budgetId = await createBudget(killed, AGENT, CALLS);
    const ids = operationIds(0, CALLS);
    upstream.hold();
    const outcomes = await killAt(upstream.arrived(CALLS), killed, callAll(killed, ids));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    upstream.release();

    const server = await start();
    const calls = await callsAfterLease(server, ids);
    for (const call of calls) {
      expect(call).toMatchObject({
        status: 'FAILED',
        error: { code: 'OUTCOME_UNKNOWN' },
        cost: { basis: 'PRESUMED', total: costOfCalls(1) },
        text: null,
      });
    }
    expect(await budgetOf(server, budgetId)).toMatchObject({
      held: '0',
      remaining: '0',
      spent: costOfCalls(CALLS),
    });

    const repeated = await complete(server, { agentId: AGENT, operationId: ids[7]! });
    const failure = expectType(repeated, 'ProviderError');
    expect(failure).toMatchObject({ code: 'OUTCOME_UNKNOWN', call: { status: 'FAILED' } });
    expect(upstream.requests).toHaveLength(CALLS);
    await expectSoundStore(server, costOfCalls(CALLS));
  });

  test('answers that were given out are all there, with their cost', async () => {
    const killed = await start();
    const budgetId = await createBudget(killed, AGENT, CALLS);
    const answeredIds = operationIds(0, CALLS / 2);
    const runningIds = operationIds(CALLS / 2, CALLS);
    const answers = await Promise.all(callAll(killed, answeredIds));
    upstream.hold();
    await killAt(upstream.arrived(CALLS), killed, callAll(killed, runningIds));
    upstream.release();

    const server = await start();
    const answered = await callsAfterLease(server, answeredIds);
    for (const [index, call] of answered.entries()) {
      const { text, cost } = expectType(answers[index]!, 'CompleteSuccess');
      expect(call).toMatchObject({
        status: 'COMPLETED',
        text,
        cost: { basis: 'MEASURED', total: cost.total },
      });
    }
    const running = await callsAfterLease(server, runningIds);
    expect(running.map((call) => call?.error?.code)).toEqual(runningIds.map(() => 'OUTCOME_UNKNOWN'));
    expect(await budgetOf(server, budgetId)).toMatchObject({ held: '0', spent: costOfCalls(CALLS) });
    await expectSoundStore(server, costOfCalls(CALLS));
  });

  test('the processes that live on end its calls, once between them', async () => {
    const killed = await start();
    const [server, other] = await Promise.all([start(), start()]);
    const budgetId = await createBudget(server, AGENT, CALLS);
    const ids = operationIds(0, CALLS);
    upstream.hold();
    await killAt(upstream.arrived(CALLS), killed, callAll(killed, ids));

    const calls = await callsAfterLease(server, ids);
    expect(calls.map((call) => call?.error?.code)).toEqual(ids.map(() => 'OUTCOME_UNKNOWN'));
    expect(await budgetOf(other, budgetId)).toMatchObject({ held: '0', spent: costOfCalls(CALLS) });
    expect(await other.stop()).toEqual({ code: 0, signal: null });
    await expectSoundStore(server, costOfCalls(CALLS));
    const told = [server, other].map(
      ({ stdout }) => stdout.match(/its hold is presumed spent/g)?.length ?? 0,
    );
    expect(told[0]! + told[1]!).toBe(CALLS);
  });

  test('in the middle of answering, what was acknowledged is durable', async () => {
    const killed = await start();
    const budgetId = await createBudget(killed, AGENT, CALLS);
    const ids = operationIds(0, CALLS);
    const calls = callAll(killed, ids);
    const outcomes = await killAt(Promise.any(calls), killed, calls);

    // what the dead one has sent may still be on its way
    const server = await start('sk-after-it');
    const stored = await callsAfterLease(server, ids);
    for (const [index, outcome] of outcomes.entries()) {
      const call = stored[index] ?? null;
      if (outcome.status === 'fulfilled') {
        const { text } = expectType(outcome.value, 'CompleteSuccess');
        expect(call).toMatchObject({ status: 'COMPLETED', text, cost: { total: costOfCalls(1) } });
      } else if (call !== null) {
        // settled just before its answer could go out, or never settled
        expect(['COMPLETED', 'FAILED']).toContain(call.status);
      }
    }
    expect(upstream.requests.filter(({ headers }) => headers.authorization?.includes('after-it'))).toEqual(
      [],
    );
    const spent = sumUsd(stored.map((call) => call?.cost?.total ?? '0'));
    expect(await budgetOf(server, budgetId)).toMatchObject({ held: '0', spent });
    await expectSoundStore(server, spent);
  });
});
