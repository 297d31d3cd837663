import { afterEach, beforeEach, expect, test } from 'vitest';
import { CALL_RECORD, CANCEL_CALL, STREAM_COMPLETION } from '../support/call-documents.ts';
import { COMPLETE } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { describeOnEachStore } from '../support/store-kinds.ts';
import type { ProcessStore } from '../support/store-kinds.ts';
import { storeProblems } from '../support/store-problems.ts';
import { subscribe } from '../support/subscription.ts';

const AGENT = 'cancelled';

await describeOnEachStore('a call that is cancelled over another process', (kind) => {
  let store: ProcessStore;
  let upstream: SandboxClient;
  let installation: Installation;
  let runner: ServerProcess;
  let other: ServerProcess;

  beforeEach(async () => {
    store = kind.open();
    upstream = await startSandbox();
    installation = createInstallation();
    const env = {
      STORE_URL: store.storeUrl,
      OPENAI_BASE_URL: upstream.sandbox.url,
      OPENAI_API_KEY: 'sk-test',
      // a wait between attempts in which a call can be cancelled
      RETRY_INITIAL_BACKOFF_MS: '30000',
    };
    [runner, other] = await Promise.all([installation.start(env), installation.start(env)]);
  });
  afterEach(async () => {
    await installation.close();
    await upstream.close();
    await store.remove();
  });

  const inputOf = (operationId: string, directive: string) => ({
    prompt: `Tell a story. #sandbox ${directive} marker=${operationId}`,
    operationId,
    agentId: AGENT,
    parameters: { maxTokens: 4_000 },
  });
  const requestOf = (operationId: string) => upstream.sandbox.requests(operationId)[0];

  async function cancel(operationId: string) {
    const cancelledAt = Date.now();
    const { cancelCall } = await other.run(CANCEL_CALL, { operationId });
    return { cancelledAt, call: expectType(cancelCall, 'CancelCallSuccess').call };
  }

  test('is aborted at the upstream and paid for as far as it came', { timeout: 120_000 }, async () => {
    const budgetId = await createBudget(runner, AGENT, 1_000_000);

    const streamed = inputOf('streamed', 'tokens=3000 pace=20');
    const stream = subscribe('graphql-ws', runner.url, ADMIN_KEY, STREAM_COMPLETION, { input: streamed });
    await stream.take(5);
    const { call, cancelledAt } = await cancel('streamed');
    expect(call).toMatchObject({
      status: 'CANCELLED',
      error: { code: 'CALL_CANCELLED' },
      cost: { basis: 'ESTIMATED' },
    });
    expect(call.usage?.completionTokens).toBe(await upstream.countOf(call.text ?? ''));
    expect(call.usage?.completionTokens).toBeLessThanOrEqual(requestOf('streamed')?.sentTokens ?? 0);
    expect(call.usage?.completionTokens).toBeGreaterThanOrEqual(5);
    // the reader is told, too
    await stream.ended;
    await stream.close();
    await expect.poll(() => requestOf('streamed')?.state).toBe('aborted');

    const plain = runner.run(COMPLETE, { input: inputOf('plain', 'delay=60000') });
    await expect.poll(() => requestOf('plain')?.state).toBe('running');
    expect((await cancel('plain')).call).toMatchObject({ status: 'CANCELLED', cost: { basis: 'PRESUMED' } });
    expect((await plain).complete).toMatchObject({ __typename: 'ProviderError', code: 'CALL_CANCELLED' });
    await expect.poll(() => requestOf('plain')?.state).toBe('aborted');

    const retrying = runner.run(COMPLETE, { input: inputOf('retrying', 'fail=503') });
    await expect.poll(() => requestOf('retrying')?.state).toBe('answered');
    expect((await cancel('retrying')).call).toMatchObject({ status: 'CANCELLED', cost: { total: '0' } });
    expect((await retrying).complete).toMatchObject({ code: 'CALL_CANCELLED', category: 'CANCELLED' });
    expect(upstream.sandbox.requests('retrying')).toHaveLength(1);
    const attempt = (await other.run(CALL_RECORD, { operationId: 'retrying' })).call?.attempts[0];
    expect(attempt?.error?.code).toBe('PROVIDER_ERROR');

    const abortMs = (requestOf('streamed')?.abortSeenAt ?? 0) - cancelledAt;
    console.log(`${kind.name}: the stream was aborted ${abortMs} ms after its cancellation elsewhere`);
    expect((await budgetOf(other, budgetId)).held).toBe('0');
    for (const exit of await Promise.all([runner.stop(), other.stop()]))
      expect(exit).toEqual({ code: 0, signal: null });
    expect(storeProblems(await store.audit())).toEqual([]);
  });
});
