import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CALL_RECORD, STREAM_COMPLETION } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import type { StreamEventFragment } from '../support/gql/graphql.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { storeProblems } from '../support/store-problems.ts';
import { isPiece, toStreamedCall } from '../support/streamed-call.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import type { Transport } from '../support/subscription.ts';

const AGENT = 'streamer';

let upstream: SandboxClient;
let installation: Installation;

beforeEach(async () => {
  upstream = await startSandbox();
  installation = createInstallation();
});
afterEach(async () => {
  await installation.close();
  await upstream.close();
});

function start(graceMs: number): Promise<ServerProcess> {
  return installation.start({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
    SHUTDOWN_GRACE_MS: String(graceMs),
  });
}

/** A stream of which some pieces have come. */
async function begin(transport: Transport, server: ServerProcess, directive: string) {
  const operationId = `stream-${transport}`;
  const prompt = `Tell a story. #sandbox ${directive} marker=${operationId}`;
  const input = { prompt, operationId, agentId: AGENT, parameters: { maxTokens: 4_000 } };
  const stream = subscribe(transport, server.url, ADMIN_KEY, STREAM_COMPLETION, { input });
  const events: StreamEventFragment[] = (await stream.take(3)).map(
    ({ streamCompletion }) => streamCompletion,
  );
  return {
    operationId,
    async rest() {
      do events.push(...(await stream.take(1)).map(({ streamCompletion }) => streamCompletion));
      while (isPiece(events.at(-1)));
      await stream.ended;
      await stream.close();
      return toStreamedCall(events);
    },
  };
}

describe('a stop while streams run', { timeout: 120_000 }, () => {
  test('lets those finish that do within the grace time', async () => {
    const server = await start(60_000);
    await createBudget(server, AGENT, 1_000);
    const streams = await Promise.all(
      TRANSPORTS.map((transport) => begin(transport, server, 'tokens=40 pace=20')),
    );
    server.kill('SIGTERM');
    await server.printed(/"stopping/);
    for (const { kind, text, call } of await Promise.all(streams.map((stream) => stream.rest()))) {
      expect(kind).toBe('CompleteSuccess');
      expect(call).toMatchObject({ status: 'COMPLETED', text });
    }
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
    expect(storeProblems(auditStore(installation.storePath))).toEqual([]);
  });

  test('ends, bills and tells those that do not', async () => {
    const server = await start(500);
    const budgetId = await createBudget(server, AGENT, 1_000);
    const streams = await Promise.all(
      TRANSPORTS.map((transport) => begin(transport, server, 'tokens=3000 pace=20')),
    );
    server.kill('SIGTERM');
    const ended = await Promise.all(streams.map((stream) => stream.rest()));
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');

    for (const [index, { events, text, call }] of ended.entries()) {
      const last = events.at(-1);
      if (last === undefined) throw new Error('nothing was told');
      expect(expectType(last, 'ProviderError')).toMatchObject({
        code: 'SHUTTING_DOWN',
        category: 'CANCELLED',
        retryable: true,
      });
      expect(call).toMatchObject({ status: 'CANCELLED', cost: { basis: 'ESTIMATED' } });
      expect(call?.text?.startsWith(text)).toBe(true);
      expect(call?.usage?.completionTokens).toBe(await upstream.countOf(call?.text ?? ''));
      const [request] = upstream.sandbox.requests(streams[index]?.operationId);
      expect(request?.state).toBe('aborted');
      expect(call?.usage?.completionTokens).toBeLessThanOrEqual(request?.sentTokens ?? 0);
    }
    expect(storeProblems(auditStore(installation.storePath))).toEqual([]);

    // whoever starts after it finds the same
    const next = await start(500);
    expect((await budgetOf(next, budgetId)).held).toBe('0');
    for (const { operationId } of streams)
      expect((await next.run(CALL_RECORD, { operationId })).call?.status).toBe('CANCELLED');
  });
});
