import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { answerToolCalls } from '../../../src/domain/call/answer-tool-calls.ts';
import type { AskChatParts } from '../../../src/domain/call/ask-chat.ts';
import type { CallDelta, CallRun } from '../../../src/domain/call/call-run.ts';
import type { PreparedChat } from '../../../src/domain/call/prepare-call.ts';
import { CancelledError } from '../../../src/domain/errors.ts';
import { createToolRegistry } from '../../../src/domain/tool/tool-registry.ts';
import { createSchemaValidator } from '../../../src/json-schema/schema-validator.ts';
import { createManualClock } from '../../support/manual-clock.ts';

const schemas = createSchemaValidator({ onWorkerError: () => undefined });
const add = {
  name: 'add',
  description: 'Adds.',
  parameters: z.object({ a: z.int(), b: z.int() }),
  run: (args: unknown) => Object.values(args as Record<string, number>).reduce((sum, each) => sum + each, 0),
};
const registry = createToolRegistry([add], schemas, []);
afterAll(() => schemas.close());

const prepared = {
  task: {
    tools: {
      definitions: [],
      serverTools: ['add'],
      onError: 'tell_model',
      resultBytesMax: 1_000,
      stepsMax: 3,
    },
  },
  toolSchemas: new Map(),
} as unknown as PreparedChat;
const calls = [1, 2].map((b) => ({ id: `call-${b}`, name: 'add', arguments: JSON.stringify({ a: 1, b }) }));

/** A call whose reader takes the first result, and nothing after it. */
function start() {
  const clock = createManualClock();
  const abort = new AbortController();
  const offered: CallDelta[] = [];
  let tellOffered = (): void => undefined;
  const secondOffered = new Promise<void>((resolve) => (tellOffered = resolve));
  const run = {
    call: { projectId: 'p', operationId: 'o', agentId: null },
    deadlineAt: clock.now() + 1_000,
    signal: abort.signal,
    onDelta(delta: CallDelta) {
      if (offered.push(delta) === 1) return Promise.resolve();
      tellOffered();
      return new Promise<void>(() => undefined);
    },
  } as unknown as CallRun;
  const parts = { tools: registry, clock } as unknown as AskChatParts;
  return { clock, abort, offered, secondOffered, round: answerToolCalls(parts, run, prepared, calls, 2) };
}

describe('a reader that does not take the result of a tool', () => {
  test('does not keep the call beyond its deadline', async () => {
    const { clock, offered, secondOffered, round } = start();
    await secondOffered;
    clock.advance(1_000);
    const { error, results } = await round;
    expect(error?.code).toBe('READER_TOO_SLOW');
    expect(results.map(({ content }) => content)).toEqual(['2', '3']);
    expect(offered).toHaveLength(2);
  });

  test('does not keep it from being cancelled', async () => {
    const { abort, secondOffered, round } = start();
    await secondOffered;
    abort.abort(new CancelledError());
    expect((await round).error).not.toBeNull();
  });
});
