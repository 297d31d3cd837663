import OpenAI from 'openai';
import type { APIError } from 'openai';
import type { Clock } from '../../src/lib/clock.ts';
import { systemClock } from '../../src/lib/clock.ts';
import { createSandboxServer } from '../../src/providers/sandbox/sandbox-server.ts';
import type { SandboxServer } from '../../src/providers/sandbox/sandbox-server.ts';
import { createSimpleTokenCounter } from './simple-token-counter.ts';

type Params = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;
type StreamParams = Partial<OpenAI.ChatCompletionCreateParamsStreaming>;

/** A sandbox on a port of its own, and the real client that asks it. */
export interface SandboxClient {
  sandbox: SandboxServer;
  client: OpenAI;
  /** One question of a user, or a whole conversation. */
  ask(prompt: string | OpenAI.ChatCompletionMessageParam[], params?: Params): Promise<OpenAI.ChatCompletion>;
  stream(prompt: string, params?: StreamParams): Promise<OpenAI.ChatCompletionChunk[]>;
  countOf(text: string): Promise<number>;
  close(): Promise<void>;
}

export async function startSandbox(clock: Clock = systemClock): Promise<SandboxClient> {
  const tokenCounter = createSimpleTokenCounter();
  const sandbox = await createSandboxServer({ port: 0, tokenCounter, clock });
  const client = new OpenAI({ apiKey: 'none', baseURL: sandbox.url, maxRetries: 0, logLevel: 'off' });
  return {
    sandbox,
    client,
    ask: (prompt, params) =>
      client.chat.completions.create({ model: 'gpt-4o', messages: messagesOf(prompt), ...params }),
    async stream(prompt, params) {
      const chunks: OpenAI.ChatCompletionChunk[] = [];
      const body = { model: 'gpt-4o', messages: messagesOf(prompt), ...params, stream: true as const };
      for await (const chunk of await client.chat.completions.create(body)) chunks.push(chunk);
      return chunks;
    },
    countOf: async (text) => (await tokenCounter.countText(text, 'o200k_base')).tokens,
    async close() {
      await sandbox.close();
      await tokenCounter.close();
    },
  };
}

/** The error of a request that fails; fails when it succeeds. */
export async function apiErrorOf(request: Promise<unknown>): Promise<APIError> {
  const outcome = await request.then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  );
  if ('answer' in outcome) throw new Error(`expected a failure, got ${JSON.stringify(outcome.answer)}`);
  return outcome.error as APIError;
}

function messagesOf(
  prompt: string | OpenAI.ChatCompletionMessageParam[],
): OpenAI.ChatCompletionMessageParam[] {
  return typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt;
}
