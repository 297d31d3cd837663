import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Tool } from '../../src/domain/tool/tool.ts';
import { CALL_RECORD, CHAT } from '../support/call-documents.ts';
import { expectType } from '../support/expect-type.ts';
import { ADMIN_KEY, startTestApp } from '../support/test-app.ts';
import type { TestApp } from '../support/test-app.ts';

const WEATHER = {
  name: 'weather',
  description: 'The weather in a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

let signalOfStuck: AbortSignal | null = null;
let signalOfEndless: AbortSignal | null = null;
const tools: Tool[] = [
  {
    name: 'add',
    description: 'Adds two whole numbers.',
    parameters: z.object({ a: z.int(), b: z.int().default(1) }),
    run: (args) => {
      const { a, b } = args as { a: number; b: number };
      return { sum: a + b };
    },
  },
  {
    name: 'broken',
    description: 'Fails.',
    parameters: { type: 'object' },
    run: () => Promise.reject(new Error('no luck')),
  },
  {
    name: 'leaky',
    description: 'Fails with what nobody is to know.',
    parameters: { type: 'object' },
    run: () => Promise.reject(new Error(LEAKY)),
  },
  {
    name: 'endless',
    description: 'Never answers, and has time to.',
    parameters: { type: 'object' },
    timeoutMs: 3_600_000,
    run: (_, { signal }) => {
      signalOfEndless = signal;
      return new Promise(() => undefined);
    },
  },
  {
    name: 'stuck',
    description: 'Never answers.',
    parameters: { type: 'object' },
    timeoutMs: 50,
    run: (_, { signal }) => {
      signalOfStuck = signal;
      return new Promise(() => undefined);
    },
  },
  { name: 'long', description: 'Says much.', parameters: { type: 'object' }, run: () => 'é'.repeat(10_000) },
];

const LEAKY = `cannot reach https://user:hunter2@database.example with ${ADMIN_KEY} and sk-proj-abcDEF123456`;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({}, { tools });
});
afterAll(() => app.close());

async function chat(content: string, more: Record<string, unknown> = {}) {
  return (await app.run(CHAT, { input: { messages: [{ role: 'USER', content }], ...more } })).chat;
}

describe('tools of the caller', () => {
  test('come back as calls, which the caller answers to go on', async () => {
    const question = { role: 'USER', content: 'call weather with {"city":"Oslo"}' } as const;
    const asked = expectType(
      (await app.run(CHAT, { input: { messages: [question], tools: [WEATHER] } })).chat,
      'ChatSuccess',
    );
    expect(asked.finishReason).toBe('TOOL_CALLS');
    expect(asked.toolCalls).toEqual([
      { id: expect.any(String) as string, name: 'weather', arguments: '{"city":"Oslo"}', problem: null },
    ]);

    const [message] = asked.newMessages;
    const result = { role: 'TOOL', toolCallId: asked.toolCalls[0]?.id ?? '', content: 'Rain.' } as const;
    const { chat: answered } = await app.run(CHAT, {
      input: {
        messages: [
          question,
          { role: 'ASSISTANT', toolCalls: message?.toolCalls.map((call) => ({ ...call })) ?? [] },
          result,
        ],
        tools: [WEATHER],
      },
    });
    expect(expectType(answered, 'ChatSuccess').reply.content).toContain('Rain.');
  });

  test('are called several at once, or one at a time where the caller wants it', async () => {
    const prompt = 'call weather with {"city":"Oslo"} and call weather with {"city":"Rome"}';
    const both = expectType(await chat(prompt, { tools: [WEATHER] }), 'ChatSuccess');
    expect(both.toolCalls.map((call) => call.arguments)).toEqual(['{"city":"Oslo"}', '{"city":"Rome"}']);
    const one = expectType(await chat(prompt, { tools: [WEATHER], parallelToolCalls: false }), 'ChatSuccess');
    expect(one.toolCalls).toHaveLength(1);
  });

  test('with wrong arguments, the model is told and asked again within its steps', async () => {
    const answer = expectType(
      await chat('call weather #sandbox args=invalid*1', { tools: [WEATHER], maxSteps: 2 }),
      'ChatSuccess',
    );
    expect(answer.call.attempts).toHaveLength(2);
    expect(answer.newMessages.map(({ role }) => role)).toEqual(['ASSISTANT', 'TOOL', 'ASSISTANT']);
    expect(answer.newMessages[1]?.content).toContain('city');
    expect(answer.toolCalls[0]?.problem).toBeNull();
  });

  test('with wrong arguments and no steps left, the caller gets the call with what is wrong', async () => {
    const answer = expectType(
      await chat('call weather #sandbox args=invalid', { tools: [WEATHER] }),
      'ChatSuccess',
    );
    expect(answer.toolCalls[0]?.problem).toContain('city');
  });

  test('that are not there are an error the caller can choose to get', async () => {
    const answer = expectType(
      await chat('call weather #sandbox tool=volcano', { tools: [WEATHER], onToolError: 'FAIL' }),
      'ToolError',
    );
    expect(answer.code).toBe('UNKNOWN_TOOL');
    expect(answer.call).toMatchObject({ status: 'FAILED', attempts: [{ error: null }] });
  });

  test('can be ruled out, demanded and named', async () => {
    const none = await chat('call weather', { tools: [WEATHER], toolChoice: { mode: 'NONE' } });
    expect(expectType(none, 'ChatSuccess').toolCalls).toEqual([]);
    const required = await chat('Hello.', { tools: [WEATHER], toolChoice: { mode: 'REQUIRED' } });
    expect(expectType(required, 'ChatSuccess').toolCalls).toHaveLength(1);
    const named = await chat('Hello.', { tools: [WEATHER], toolChoice: { name: 'weather' } });
    expect(expectType(named, 'ChatSuccess').toolCalls[0]?.name).toBe('weather');
  });
});

describe('registered tools', () => {
  test('are run, and the model answers with their results in one call', async () => {
    const answer = expectType(
      await chat('call add with {"a":2,"b":40}', { serverTools: ['add'] }),
      'ChatSuccess',
    );
    expect(answer.reply.content).toContain('{"sum":42}');
    expect(answer.toolCalls).toEqual([]);
    expect(answer.newMessages.map(({ role }) => role)).toEqual(['ASSISTANT', 'TOOL', 'ASSISTANT']);
    expect(answer.call.attempts).toHaveLength(2);
    const costs = answer.call.attempts.map(({ cost }) => Number(cost.total) * 1e9);
    expect(Number(answer.cost.total) * 1e9).toBeCloseTo(
      costs.reduce((sum, cost) => sum + cost),
      3,
    );
    expect(answer.call.overHold).toBe(false);
  });

  test('get the defaults of their schema', async () => {
    const answer = expectType(await chat('call add with {"a":2}', { serverTools: ['add'] }), 'ChatSuccess');
    expect(answer.reply.content).toContain('{"sum":3}');
  });

  test.each([
    ['with wrong arguments', 'call add with {"a":"two"}', 'add', 'INVALID_TOOL_ARGUMENTS'],
    ['that throw', 'call broken with {}', 'broken', 'TOOL_FAILED'],
    ['that take too long', 'call stuck with {}', 'stuck', 'TOOL_TIMEOUT'],
  ])('%s are an error that the model is told, or the end', async (_, prompt, name, code) => {
    const told = expectType(await chat(prompt, { serverTools: [name] }), 'ChatSuccess');
    expect(told.newMessages[1]).toMatchObject({ role: 'TOOL' });
    expect(told.newMessages[1]?.content).toContain(`"${name}"`);
    const ended = expectType(await chat(prompt, { serverTools: [name], onToolError: 'FAIL' }), 'ToolError');
    expect(ended.code).toBe(code);
  });

  test.each([undefined, 'FAIL'])(
    'that throw a secret show it to nobody (onToolError %s)',
    async (onToolError) => {
      const operationId = `leaky-${onToolError}`;
      const answer = await chat('call leaky with {}', { serverTools: ['leaky'], operationId, onToolError });
      const stored = await app.run(CALL_RECORD, { operationId });
      const { body } = await app.ask(
        '{ events(first: 100) { edges { node { __typename cursor ... on ModelCallFailed { error { message } } } } } }',
      );
      const shown = JSON.stringify([answer, stored, body]);
      expect(shown).toContain(
        'cannot reach https://[redacted]database.example with [redacted] and [redacted]',
      );
      for (const secret of ['hunter2', ADMIN_KEY, 'abcDEF']) expect(shown).not.toContain(secret);
    },
  );

  test('that fail where that is the end are not waited for by the others, whose signals are aborted', async () => {
    const answer = await chat('call endless with {} and call broken with {}', {
      serverTools: ['endless', 'broken'],
      onToolError: 'FAIL',
      deadlineMs: 3_000_000,
    });
    expect(expectType(answer, 'ToolError').code).toBe('TOOL_FAILED');
    expect(signalOfEndless?.aborted).toBe(true);
  });

  test('that take too long have their signal aborted', () => {
    expect(signalOfStuck?.aborted).toBe(true);
  });

  test('are called at most as often as the steps allow, and the caller gets the last calls', async () => {
    const answer = expectType(
      await chat('call add with {"a":1} #sandbox loop', { serverTools: ['add'], maxSteps: 3 }),
      'ChatSuccess',
    );
    expect(answer.call.attempts).toHaveLength(3);
    expect(answer.finishReason).toBe('TOOL_CALLS');
    expect(answer.toolCalls.map(({ name }) => name)).toEqual(['add']);
  });

  test('give at most as much as the model is to be shown, whole characters only', async () => {
    const answer = expectType(
      await chat('call long with {}', { serverTools: ['long'], toolResultMaxBytes: 257 }),
      'ChatSuccess',
    );
    expect(answer.newMessages[1]?.content).toBe('é'.repeat(128));
  });

  test('run beside those of the caller, who gets their results with the rest', async () => {
    const answer = expectType(
      await chat('call add with {"a":1} and call weather with {"city":"Oslo"}', {
        serverTools: ['add'],
        tools: [WEATHER],
      }),
      'ChatSuccess',
    );
    expect(answer.toolCalls.map(({ name }) => name)).toEqual(['weather']);
    expect(answer.newMessages.map(({ role }) => role)).toEqual(['ASSISTANT', 'TOOL']);
  });

  test('are listed with their parameters', async () => {
    const { body } = await app.ask('{ tools { name description parameters timeoutMs } }');
    const { tools: listed } = body.data as { tools: { name: string; timeoutMs: number }[] };
    expect(listed.map(({ name }) => name)).toEqual([
      'current_time',
      'add',
      'broken',
      'leaky',
      'endless',
      'stuck',
      'long',
    ]);
  });
});

describe('a chat that cannot be', () => {
  const oslo = { id: 'call_1', name: 'weather', arguments: '{"city":"Oslo"}' };
  test.each<[string, Record<string, unknown>, string]>([
    [
      'a tool without a parameters schema',
      { tools: [{ ...WEATHER, parameters: { type: 'nope' } }] },
      'tools.0.parameters.type',
    ],
    ['two tools of one name', { tools: [WEATHER], serverTools: ['add', 'add'] }, 'serverTools.1'],
    ['an unknown server tool', { serverTools: ['volcano'] }, 'serverTools.0'],
    ['a choice of none of the tools', { tools: [WEATHER], toolChoice: { name: 'add' } }, 'toolChoice.name'],
    [
      'a choice of two kinds',
      { tools: [WEATHER], toolChoice: { name: 'weather', mode: 'AUTO' } },
      'toolChoice',
    ],
    ['more steps than there can be', { serverTools: ['add'], maxSteps: 21 }, 'maxSteps'],
    [
      'a result without its call',
      { messages: [{ role: 'TOOL', content: 'Rain.', toolCallId: 'x' }] },
      'messages.0.toolCallId',
    ],
    ['a call without its result', { messages: [{ role: 'ASSISTANT', toolCalls: [oslo] }] }, 'messages.1'],
    ['an empty message', { messages: [{ role: 'USER', content: '' }] }, 'messages.0.content'],
  ])('names the field: %s', async (_, input, path) => {
    const error = expectType(await chat('Hello.', input), 'ValidationError');
    expect(error.fields.map((field) => field.path)).toEqual([path]);
  });
});
