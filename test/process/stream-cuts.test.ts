import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatUsd, parseUsd } from '../../src/lib/money.ts';
import { inParallel } from '../support/in-parallel.ts';
import { createInstallation } from '../support/installation.ts';
import type { Installation } from '../support/installation.ts';
import { budgetOf, createBudget } from '../support/known-cost.ts';
import { sizeOf } from '../support/proof.ts';
import { startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';
import type { ServerProcess } from '../support/server-process.ts';
import { auditStore } from '../support/store-audit.ts';
import { storeProblems } from '../support/store-problems.ts';
import { streamWhole } from '../support/streamed-call.ts';

/** How many bytes lie between two cuts; 1 cuts at every byte. */
const STEP = sizeOf('STREAM_CUT_STEP', { usual: 61, proof: 1 });
const AT_ONCE = 20;
/** In one, two, three and four bytes of UTF-8. */
const TEXT = 'A café, 3 € — 日本語 🙂 and so on.';
const SAY = `#sandbox say=${JSON.stringify(TEXT)}`;
const AGENT = 'cut';
/** gpt-4o, nano-dollars per token. */
const PROMPT_RATE = 2_500n;
const OUTPUT_RATE = 10_000n;

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
    RETRY_INITIAL_BACKOFF_MS: '1',
    RETRY_BUDGET: '10',
  });
});
afterAll(async () => {
  await installation.close();
  await upstream.close();
});

/** The same answer each time, broken off once after so many bytes of its body. */
async function streamCut(bytes: number) {
  const marker = `cut-${bytes}`;
  const prompt = `Tell a story. ${SAY} fail=cut-bytes-${bytes},plain marker=${marker}`;
  const parameters = { maxTokens: 100, seed: 1 };
  const read = await streamWhole('graphql-ws', server.url, {
    prompt,
    operationId: marker,
    agentId: AGENT,
    parameters,
  });
  return { bytes, ...read, requests: upstream.sandbox.requests(marker) };
}

/** As Tollgate counts it, from what the upstream says of the prompt. */
async function priceOf(promptTokens: number, text: string): Promise<string> {
  const output = BigInt(await upstream.countOf(text));
  return formatUsd(BigInt(promptTokens) * PROMPT_RATE + output * OUTPUT_RATE);
}

describe('a stream that is cut', { timeout: 300_000 }, () => {
  test('at any byte is never told as a success, nor asked again once a piece went out, and what came is billed', async () => {
    const budgetId = await createBudget(server, AGENT, 1_000_000);
    const whole = await streamCut(1_000_000);
    const { length } = await bodyOf(`Tell a story. ${SAY}`);
    const cuts = Array.from({ length: Math.ceil(length / STEP) }, (_, index) => 1 + index * STEP);
    const streams = await inParallel(cuts, AT_ONCE, streamCut);

    const tally = { begun: 0, retried: 0, whole: 0 };
    for (const { bytes, text, kind, call, requests } of streams) {
      const at = `cut after ${bytes} bytes`;
      const [first] = requests;
      expect(call, at).not.toBeNull();
      if (first?.state === 'answered' || (kind === 'CompleteSuccess' && requests.length === 1)) {
        // only what follows the end of the answer is missing
        tally.whole += 1;
        expect([kind, text, call?.status], at).toEqual(['CompleteSuccess', TEXT, 'COMPLETED']);
        continue;
      }
      if (kind === 'CompleteSuccess') {
        tally.retried += 1;
        expect([text, requests.length, call?.attempts.length], at).toEqual([TEXT, 2, 2]);
        expect(call?.attempts[0]?.error?.code, at).toBe('PROVIDER_STREAM_CUT');
        continue;
      }
      tally.begun += 1;
      expect([kind, call?.status, call?.error?.code], at).toEqual([
        'ProviderError',
        'FAILED',
        'PROVIDER_STREAM_CUT',
      ]);
      expect([requests.length, call?.attempts.length], at).toEqual([1, 1]);
      expect(text.length, at).toBeGreaterThan(0);
      expect(call?.text, at).toBe(text);
      expect(TEXT.startsWith(text), at).toBe(true);
      expect(call?.cost?.total, at).toBe(await priceOf(call?.usage?.promptTokens ?? 0, text));
      expect(call?.usage?.promptTokens, at).toBe(first?.promptTokens);
    }
    console.log(`an answer of ${length} bytes cut at ${cuts.length} places: ${JSON.stringify(tally)}`);
    expect(whole.text).toBe(TEXT);
    expect(tally.begun).toBeGreaterThan(tally.whole);
    expect(tally.retried).toBeGreaterThan(0);

    const billed = [whole, ...streams].map(({ call }) => parseUsd(call?.cost?.total ?? '0'));
    const spent = formatUsd(billed.reduce((sum, cost) => sum + cost, 0n));
    expect(await budgetOf(server, budgetId)).toMatchObject({ spent, held: '0' });
    expect(await server.stop()).toEqual({ code: 0, signal: null });
    expect(storeProblems(auditStore(installation.storePath))).toEqual([]);
  });
});

/** The bytes of the stream that Tollgate is sent. */
async function bodyOf(prompt: string): Promise<Buffer> {
  const response = await fetch(`${upstream.sandbox.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'gpt-4o',
      messages: [{ role: 'user', content: prompt }],
      max_completion_tokens: 100,
      seed: 1,
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  return Buffer.from(await response.arrayBuffer());
}
