import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiErrorOf, startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

type Message = OpenAI.ChatCompletionMessageParam;
type Params = Partial<OpenAI.ChatCompletionCreateParamsNonStreaming>;

function tool(name: string, properties: Record<string, unknown> = {}): OpenAI.ChatCompletionFunctionTool {
  const parameters = { type: 'object', properties, required: Object.keys(properties) };
  return { type: 'function', function: { name, description: `Does ${name}.`, parameters } };
}

const tools = [
  tool('get_weather', { city: { enum: ['Paris', 'Rome'] }, days: { type: 'integer' } }),
  tool('get_time'),
];

interface Called {
  name: string;
  arguments: string;
}

function callsOf({ choices: [choice] }: OpenAI.ChatCompletion): Called[] {
  return (choice?.message.tool_calls ?? []).map((call) => {
    if (call.type !== 'function') throw new Error('expected a function');
    return call.function;
  });
}

async function namesOf(prompt: string, params: Params = {}): Promise<string[]> {
  return callsOf(await sandbox.ask(prompt, { tools, ...params })).map(({ name }) => name);
}

/** Goes on with the conversation until the model speaks: what it called in each turn, and what it said. */
async function converse(prompt: string, params: Params = {}, turnsMax = 10) {
  const messages: Message[] = [{ role: 'user', content: prompt }];
  const turns: Called[][] = [];
  while (turns.length < turnsMax) {
    const answer = await sandbox.ask(messages, { tools, ...params });
    const { message } = answer.choices[0]!;
    if (message.tool_calls === undefined) return { turns, text: message.content, answer };
    turns.push(callsOf(answer));
    const results = message.tool_calls.map(({ id }, index): Message => ({
      role: 'tool',
      tool_call_id: id,
      content: `result ${index}`,
    }));
    messages.push(message, ...results);
  }
  return { turns, text: null };
}

describe('a tool call', () => {
  test('is made where the prompt asks for it, with the arguments of the prompt', async () => {
    const answer = await sandbox.ask('Please call get_weather with {"city": "Rome", "days": 2} now', {
      tools,
    });
    expect(answer.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: { content: null, refusal: null },
    });
    expect(callsOf(answer)).toEqual([{ name: 'get_weather', arguments: '{"city": "Rome", "days": 2}' }]);
    expect(answer.choices[0]!.message.tool_calls![0]!.id).toMatch(/^call_[0-9a-f]{24}$/);
    expect(answer.usage!.completion_tokens).toBe(
      (await sandbox.countOf('get_weather')) + (await sandbox.countOf('{"city": "Rome", "days": 2}')),
    );
  });

  test('has arguments of its own, valid by the parameters, where the prompt gives none', async () => {
    const [call] = callsOf(await sandbox.ask('call get_weather', { tools }));
    const { city, days } = JSON.parse(call!.arguments) as { city: string; days: number };
    expect(['Paris', 'Rome']).toContain(city);
    expect(Number.isInteger(days)).toBe(true);
    expect(callsOf(await sandbox.ask('call get_weather', { tools }))).toEqual([call]);
  });

  test('is not made where nobody asks for it', async () => {
    expect(await namesOf('Hello')).toEqual([]);
    expect(await namesOf('Please call me, or call get_money')).toEqual([]);
    expect(await namesOf('call get_time', { tool_choice: 'none' })).toEqual([]);
    expect(callsOf(await sandbox.ask('call get_time'))).toEqual([]);
  });

  test('is one of several at once, unless they are not to be parallel', async () => {
    const prompt =
      'Call get_time and call get_weather with {"city":"call get_time","days":1} and call `get_time`.';
    expect(await namesOf(prompt)).toEqual(['get_time', 'get_weather', 'get_time']);
    expect(await namesOf(prompt, { parallel_tool_calls: false })).toEqual(['get_time']);
    const { turns } = await converse(prompt, { parallel_tool_calls: false });
    expect(turns.map(([call]) => call?.name)).toEqual(['get_time', 'get_weather', 'get_time']);
  });

  test('is made when one is required, and when it is named', async () => {
    expect(await namesOf('Hello', { tool_choice: 'required' })).toEqual(['get_weather']);
    const named = await sandbox.ask('Hello', {
      tools,
      tool_choice: { type: 'function', function: { name: 'get_time' } },
    });
    expect(callsOf(named)).toEqual([{ name: 'get_time', arguments: '{}' }]);
    expect(named.choices[0]!.finish_reason).toBe('stop');
  });

  test('is followed by others after the word then, and at last by the results', async () => {
    const { turns, text, answer } = await converse('call get_time, then call get_weather and call get_time');
    expect(turns.map((calls) => calls.map(({ name }) => name))).toEqual([
      ['get_time'],
      ['get_weather', 'get_time'],
    ]);
    expect(text).toBe('[sandbox] get_time gave result 0. get_weather gave result 0. get_time gave result 1.');
    expect(answer?.choices[0]!.finish_reason).toBe('stop');
    expect(answer?.usage?.completion_tokens).toBe(await sandbox.countOf(text!));
  });

  test('is streamed: its id and name, then its arguments in pieces', async () => {
    const prompt = 'call get_weather and call get_time with {"zone":"Europe/Paris"}';
    const chunks = await sandbox.stream(prompt, { tools, stream_options: { include_usage: true } });
    const deltas = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    const whole = await sandbox.ask(prompt, { tools });
    for (const [index, call] of whole.choices[0]!.message.tool_calls!.entries()) {
      const [first, ...rest] = deltas.filter((delta) => delta.index === index);
      expect(first).toMatchObject({
        id: call.id,
        type: 'function',
        function: { name: callsOf(whole)[index]!.name },
      });
      expect(rest.map((delta) => delta.function?.arguments).join('')).toBe(callsOf(whole)[index]!.arguments);
      expect(rest.length).toBeGreaterThan(1);
    }
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('tool_calls');
    expect(chunks.at(-1)?.usage).toEqual(whole.usage);
  });

  test('is cut where its tokens end', async () => {
    const { choices, usage } = await sandbox.ask('call get_weather', { tools, max_tokens: 6 });
    expect(choices[0]!.finish_reason).toBe('length');
    expect(usage!.completion_tokens).toBeLessThanOrEqual(6);
    const [call] = choices[0]!.message.tool_calls!;
    expect(() => JSON.parse(call!.type === 'function' ? call!.function.arguments : '') as unknown).toThrow();
  });
});

describe('a mistake of the model', () => {
  test('is broken arguments, as often as it is told to', async () => {
    const { turns, text } = await converse('call get_weather #sandbox args=broken*2');
    const parses = turns.map(([call]) => {
      try {
        return typeof JSON.parse(call!.arguments);
      } catch {
        return 'broken';
      }
    });
    expect(parses).toEqual(['broken', 'broken', 'object']);
    expect(text).toContain('get_weather gave');
  });

  test('is arguments that the parameters do not allow', async () => {
    const [call] = callsOf(await sandbox.ask('call get_weather #sandbox args=invalid', { tools }));
    expect(JSON.parse(call!.arguments)).not.toHaveProperty('city');
  });

  test('is a function that does not exist', async () => {
    const { turns } = await converse('call get_time #sandbox tool=get_money*1');
    expect(turns.map(([call]) => call?.name)).toEqual(['get_money', 'get_time']);
  });

  test('is a loop, with an end or without', async () => {
    expect((await converse('call get_time #sandbox loop=4')).turns).toHaveLength(4);
    expect((await converse('Go on #sandbox loop', {}, 12)).text).toBeNull();
  });
});

describe('a request with tools', () => {
  const call = { id: 'call_1', type: 'function' as const, function: { name: 'get_time', arguments: '{}' } };
  const asked: Message = { role: 'user', content: 'Time?' };
  const called: Message = { role: 'assistant', tool_calls: [call] };
  const given: Message = { role: 'tool', tool_call_id: 'call_1', content: 'noon' };

  test('counts its tools as the domain counts them', async () => {
    const plain = await sandbox.ask('Hello');
    const withTools = await sandbox.ask('Hello', { tools });
    expect(withTools.usage!.prompt_tokens).toBeGreaterThan(plain.usage!.prompt_tokens + 20);
  });

  test.each<[string, Message[], Params, string, RegExp]>([
    ['a call without its result', [asked, called], {}, 'messages[2].role', /call_1/],
    ['a call with words before its result', [asked, called, asked, given], {}, 'messages[2].role', /call_1/],
    ['a result of no call', [asked, given], {}, 'messages[1].role', /must be a response/],
    ['a second result', [asked, called, given, given], {}, 'messages[3].role', /must be a response/],
    [
      'a result without an id',
      [asked, called, { role: 'tool', content: 'x' } as Message],
      {},
      'messages[2].tool_call_id',
      /Missing/,
    ],
    [
      'an answer of nothing',
      [asked, { role: 'assistant', content: null }],
      {},
      'messages[1].content',
      /null/,
    ],
    [
      'a choice of an unknown tool',
      [asked],
      { tools, tool_choice: { type: 'function', function: { name: 'x' } } },
      'tool_choice',
      /'x'/,
    ],
    ['a choice without tools', [asked], { tool_choice: 'required' }, 'tool_choice', /tools/],
    ['no tools', [asked], { tools: [] }, 'tools', /.*/],
    ['a name with a space', [asked], { tools: [tool('a b')] }, 'tools[0].function.name', /letters/],
    [
      'a strict schema with open objects',
      [asked],
      { tools: [{ ...tool('a'), function: { name: 'a', strict: true, parameters: { type: 'object' } } }] },
      'tools[0].function.parameters',
      /additionalProperties/,
    ],
    [
      'parameters without an instance',
      [{ role: 'user', content: 'call a' }],
      { tools: [tool('a', { x: false })] },
      'tools[0].function.parameters',
      /no arguments/,
    ],
  ])('is refused for %s', async (_name, messages, params, param, message) => {
    const error = await apiErrorOf(sandbox.ask(messages, params));
    expect({ status: error.status, param: error.param }).toEqual({ status: 400, param });
    expect(error.message).toMatch(message);
  });
});
