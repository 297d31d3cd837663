import { print } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { encodeCursor } from '../../src/lib/page.ts';
import { COMPLETE, MODEL_CALL_EVENTS } from '../support/documents.ts';
import { expectType } from '../support/expect-type.ts';
import { ADMIN_KEY, createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { complete, costOfCalls, createBudget, fullAnswer } from '../support/known-cost.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { subscribe, TRANSPORTS } from '../support/subscription.ts';
import { startUpstream } from '../support/upstream.ts';
import type { Upstream } from '../support/upstream.ts';

/** Before the first event of a store. */
const START = encodeCursor([0]);
const LONG_GRACE = '60000';
const GOING_AWAY = 1001;

let upstream: Upstream;
let installation: Installation;

beforeEach(async () => {
  upstream = await startUpstream(() => fullAnswer());
  installation = createInstallation();
});
afterEach(async () => {
  await installation.close();
  await upstream.close();
});

async function start(graceMs: string): Promise<ServerProcess> {
  const env = { OPENAI_BASE_URL: upstream.url, OPENAI_API_KEY: 'sk-test', SHUTDOWN_GRACE_MS: graceMs };
  return installation.start(env);
}

/** A call that waits for its upstream answer. */
async function startCall(server: ServerProcess, operationId: string) {
  upstream.hold();
  const answer = complete(server, { agentId: 'leaver', operationId });
  // whether it fails is looked at later
  answer.catch(() => undefined);
  await upstream.arrived(1);
  return { answer };
}

async function signalled(server: ServerProcess): Promise<void> {
  server.kill('SIGTERM');
  await server.printed(/"stopping/);
}

describe('a stop by signal', { timeout: 120_000 }, () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('%s lets a running call finish', async (signal) => {
    const server = await start(LONG_GRACE);
    const call = await startCall(server, 'finishes');
    server.kill(signal);
    // Ctrl-C under npm arrives twice; of two that are the same and come at once the system passes on one
    server.kill(signal === 'SIGINT' ? 'SIGTERM' : 'SIGINT');
    await server.printed(/"stopping/);

    upstream.release();
    expect(expectType(await call.answer, 'CompleteSuccess').cost.total).toBe(costOfCalls(1));
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(server.stderr).toBe('');
    const { calls, openHolds } = auditStore(installation.storePath);
    expect({ calls: calls.length, openHolds }).toEqual({ calls: 1, openHolds: 0 });
  });

  test('new calls are refused meanwhile', async () => {
    const server = await start(LONG_GRACE);
    await startCall(server, 'running');
    await signalled(server);
    const refusal = await complete(server, { agentId: 'late' }).then(
      (answer) => answer.__typename,
      (error: Error) => (error.cause as { code?: string }).code,
    );
    expect(['ShuttingDownError', 'ECONNREFUSED', 'ECONNRESET', 'UND_ERR_SOCKET']).toContain(refusal);
    expect(upstream.requests).toHaveLength(1);
    upstream.release();
    expect(await server.exited).toEqual({ code: 0, signal: null });
    expect(auditStore(installation.storePath).calls).toHaveLength(1);
  });

  test.each(TRANSPORTS)('a subscription over %s is completed, not cut off', async (transport) => {
    const server = await start(LONG_GRACE);
    const events = subscribe(transport, server.url, ADMIN_KEY, MODEL_CALL_EVENTS, { after: START });
    expectType(await complete(server, { agentId: 'watched' }), 'CompleteSuccess');
    await events.take(2);
    server.kill('SIGTERM');
    await events.ended;
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });

  test('an open WebSocket is told that the server takes no calls, and then that it goes away', async () => {
    const server = await start(LONG_GRACE);
    const call = await startCall(server, 'running');
    const closeCodes: number[] = [];
    const client = createClient({
      url: server.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${ADMIN_KEY}` },
      retryAttempts: 0,
      lazy: false,
      onNonLazyError: () => undefined,
      on: { closed: (event) => closeCodes.push((event as { code: number }).code) },
    });
    const subscription = client.iterate({ query: print(MODEL_CALL_EVENTS), variables: { after: START } });
    expect((await subscription.next()).done).toBe(false);
    await signalled(server);
    expect(await subscription.next()).toMatchObject({ done: true });
    const late = client.iterate({ query: print(COMPLETE), variables: { input: { prompt: 'Hello' } } });
    expect((await late.next()).value).toMatchObject({
      data: { complete: { __typename: 'ShuttingDownError' } },
    });

    upstream.release();
    expectType(await call.answer, 'CompleteSuccess');
    expect(await server.exited).toEqual({ code: 0, signal: null });
    await expect.poll(() => closeCodes, { timeout: 10_000 }).toEqual([GOING_AWAY]);
    await client.dispose();
  });

  test('a call that outlives the grace time is ended, charged and told so', async () => {
    const server = await start('500');
    await createBudget(server, 'leaver', 1);
    const call = await startCall(server, 'too-slow');
    server.kill('SIGTERM');
    const answer = expectType(await call.answer, 'ProviderError');
    expect(answer).toMatchObject({ category: 'CANCELLED', call: { status: 'CANCELLED' } });
    expect(await server.exited).toEqual({ code: 0, signal: null });

    const { openHolds, heldNano, calls } = auditStore(installation.storePath);
    expect({ openHolds, heldNano }).toEqual({ openHolds: 0, heldNano: 0n });
    expect(calls).toMatchObject([
      { operationId: 'too-slow', status: 'CANCELLED', basis: 'presumed', entries: 1n },
    ]);
  });

  test('a second signal ends it at once', async () => {
    const server = await start(LONG_GRACE);
    await startCall(server, 'given-up');
    await signalled(server);
    let hasExited = false;
    void server.exited.then(() => (hasExited = true));
    // a repetition within a moment of the first is taken for the same one
    await vi.waitFor(
      () => {
        server.kill('SIGTERM');
        expect(hasExited).toBe(true);
      },
      { timeout: 10_000, interval: 100 },
    );
    expect(await server.exited).toEqual({ code: 143, signal: null });
  });
});
