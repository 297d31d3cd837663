import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMPLETE } from '../support/documents.ts';
import { CALL_RECORD } from '../support/call-documents.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { createBudget } from '../support/known-cost.ts';
import { tellTime } from '../support/proof.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { storeProblems } from '../support/store-problems.ts';
import { streamWhole } from '../support/streamed-call.ts';

/** In less a very busy machine may not have asked the upstream. */
const DEADLINE_MS = 3_000;
/** What is promised. */
const OVERRUN_MS = 250;
const AGENT = 'patient';

let upstream: SandboxClient;
let installation: Installation;
let server: ServerProcess;

beforeAll(async () => {
  upstream = await startSandbox();
  installation = createInstallation();
  server = await installation.start({
    OPENAI_BASE_URL: upstream.sandbox.url,
    OPENAI_API_KEY: 'sk-test',
    CIRCUIT_BREAKER: 'false',
    // less than one of the streams below takes
    OPENAI_TIMEOUT_MS: '4000',
    RETRY_INITIAL_BACKOFF_MS: '20',
  });
  await createBudget(server, AGENT, 1_000);
  await ask('plain', 'Hello.', 'warm-up');
});
afterAll(async () => {
  await installation.close();
  await upstream.close();
});

const HOW = ['plain', 'streamed'] as const;

/** Where the upstream falls silent: before its headers, between two parts of the body, and there without noticing who leaves. */
const FAULTS = ['hang', 'stall-bytes-0', 'stall-3', 'half-open-3', 'half-open-bytes-40'];

async function ask(how: (typeof HOW)[number], prompt: string, operationId: string, more: object = {}) {
  const shared = { agentId: AGENT, deadlineMs: DEADLINE_MS, parameters: { maxTokens: 50 } };
  const input = { prompt, operationId, ...shared, ...more };
  const startedAt = performance.now();
  if (how === 'plain') await server.run(COMPLETE, { input });
  else await streamWhole('graphql-ws', server.url, input);
  const tookMs = performance.now() - startedAt;
  const { call } = await server.run(CALL_RECORD, { operationId });
  return { call, tookMs };
}

describe('an upstream that falls silent', { timeout: 120_000 }, () => {
  test.each(HOW)('ends a %s call at its deadline, charged for what may have been used', async (how) => {
    await Promise.all(
      FAULTS.map(async (fault) => {
        const operationId = `${how}-${fault}`;
        const prompt = `Tell a story. #sandbox tokens=20 fail=${fault} marker=${operationId}`;
        const { call, tookMs } = await ask(how, prompt, operationId);
        tellTime(`${operationId}, beyond its deadline`, tookMs - DEADLINE_MS, OVERRUN_MS);
        expect(call, fault).toMatchObject({ status: 'FAILED', error: { code: 'PROVIDER_TIMEOUT' } });
        expect(call?.attempts, fault).toHaveLength(1);
        expect(Number(call?.cost?.total), fault).toBeGreaterThan(0);
        expect(upstream.sandbox.requests(operationId), fault).toHaveLength(1);
      }),
    );
  });

  test('at its first model leaves the time that there is to the others, and no more', async () => {
    const models = ['gpt-4o', 'gpt-4o-mini', 'gpt-4.1'];
    const { call, tookMs } = await ask('plain', 'Hello. #sandbox fail=hang marker=several', 'several', {
      models,
    });
    tellTime('several models, beyond their deadline', tookMs - DEADLINE_MS, OVERRUN_MS);
    expect(call?.status).toBe('FAILED');
    const whole = await ask('plain', 'Hello. #sandbox fail@gpt-4o=503 marker=next', 'next', {
      models,
      deadlineMs: 30_000,
    });
    expect(whole.call).toMatchObject({ status: 'COMPLETED', model: 'gpt-4o-mini' });
  });

  test('is not one that streams for longer than OPENAI_TIMEOUT_MS, which is for silence then', async () => {
    const prompt = 'Tell a story. #sandbox tokens=50 pace=100';
    const { call } = await ask('streamed', prompt, 'long', { deadlineMs: 30_000 });
    expect(call?.status).toBe('COMPLETED');
    expect(call?.attempts).toHaveLength(1);
  });

  test('leaves nothing held', async () => {
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(storeProblems(auditStore(installation.storePath))).toEqual([]);
  });
});
