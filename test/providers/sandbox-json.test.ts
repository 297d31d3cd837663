import { Ajv } from 'ajv';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiErrorOf, startSandbox } from '../support/sandbox-client.ts';
import type { SandboxClient } from '../support/sandbox-client.ts';

let sandbox: SandboxClient;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const schema = {
  type: 'object',
  properties: {
    title: { type: 'string', minLength: 3 },
    kind: { enum: ['a', 'b'] },
    lines: { type: 'array', items: { type: 'string' }, minItems: 1 },
  },
  required: ['title', 'kind', 'lines'],
  additionalProperties: false,
};
const isValid = new Ajv().compile(schema);

function formatOf(inner: Record<string, unknown> = schema, strict = true): OpenAI.ResponseFormatJSONSchema {
  return { type: 'json_schema', json_schema: { name: 'story', schema: inner, strict } };
}

async function textOf(
  prompt: string | OpenAI.ChatCompletionMessageParam[],
  response_format: OpenAI.ResponseFormatJSONSchema | OpenAI.ResponseFormatJSONObject = formatOf(),
): Promise<string> {
  return (await sandbox.ask(prompt, { response_format })).choices[0]!.message.content!;
}

/** What is said in each turn when each answer is complained about. */
async function turnsOf(prompt: string, count: number): Promise<string[]> {
  const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: prompt }];
  const texts: string[] = [];
  while (texts.length < count) {
    const text = await textOf(messages);
    texts.push(text);
    messages.push(
      { role: 'assistant', content: text },
      { role: 'user', content: 'That was wrong. Again, please.' },
    );
  }
  return texts;
}

function verdictOf(text: string): string {
  try {
    return isValid(JSON.parse(text)) ? 'valid' : 'invalid';
  } catch {
    return 'broken';
  }
}

describe('a structured answer', () => {
  test('is valid by its schema, the same each time, and counted', async () => {
    const answer = await sandbox.ask('A story', { response_format: formatOf() });
    const text = answer.choices[0]!.message.content!;
    expect(verdictOf(text)).toBe('valid');
    expect(await textOf('A story')).toBe(text);
    expect(await textOf('Another story')).not.toBe(text);
    expect(answer.usage!.completion_tokens).toBe(await sandbox.countOf(text));
    expect(answer.choices[0]!.finish_reason).toBe('stop');
  });

  test('is streamed in pieces', async () => {
    const chunks = await sandbox.stream('A story', { response_format: formatOf() });
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      await textOf('A story'),
    );
  });

  test('is an object in JSON mode, and valid by a schema that a message holds', async () => {
    expect(JSON.parse(await textOf('Some JSON', { type: 'json_object' }))).toMatchObject({ sandbox: true });
    const prompt = `Answer with JSON {like this} by this schema: ${JSON.stringify(schema, null, 2)} and nothing else.`;
    expect(verdictOf(await textOf(prompt, { type: 'json_object' }))).toBe('valid');
  });

  test('is given where only the instructions ask for it', async () => {
    const instruction = `Answer with one value that is valid against this JSON Schema: ${JSON.stringify(schema)}`;
    const asked = async (content: string) => {
      const { choices } = await sandbox.ask([
        { role: 'system', content },
        { role: 'user', content: 'A story' },
      ]);
      return choices[0]?.message.content ?? '';
    };
    expect(verdictOf(await asked(instruction))).toBe('valid');
    expect(await asked('Tell what a JSON Schema is.')).toContain('[sandbox]');
  });

  test('is wrong as often as it is told to, and then right', async () => {
    expect((await turnsOf('A story #sandbox json=broken*2', 4)).map(verdictOf)).toEqual([
      'broken',
      'broken',
      'valid',
      'valid',
    ]);
    expect((await turnsOf('A story #sandbox json=invalid*1', 2)).map(verdictOf)).toEqual([
      'invalid',
      'valid',
    ]);
    expect((await turnsOf('A story #sandbox json=broken', 3)).map(verdictOf)).toEqual([
      'broken',
      'broken',
      'broken',
    ]);
  });

  test('can be fenced, or whatever it is told to be, turn by turn', async () => {
    const fenced = await textOf('A story #sandbox json=fenced');
    expect(verdictOf(fenced)).toBe('broken');
    expect(verdictOf(/```json\n(.*)\n```/s.exec(fenced)![1]!)).toBe('valid');
    expect(await turnsOf('#sandbox say="[1, 2" say="[1, 2]"', 3)).toEqual(['[1, 2', '[1, 2]', '[1, 2]']);
  });

  test('comes after the results of tools', async () => {
    const tools: OpenAI.ChatCompletionTool[] = [{ type: 'function', function: { name: 'look' } }];
    const asked = await sandbox.ask('call look', { tools, response_format: formatOf() });
    const { message } = asked.choices[0]!;
    const text = await textOf([
      { role: 'user', content: 'call look' },
      message,
      { role: 'tool', tool_call_id: message.tool_calls![0]!.id, content: 'seen' },
    ]);
    expect(verdictOf(text)).toBe('valid');
  });

  test('can be a refusal, be cut by its tokens, or be stopped by the content filter', async () => {
    const of = async (prompt: string, params = {}) =>
      (await sandbox.ask(prompt, { response_format: formatOf(), ...params })).choices[0]!;
    expect((await of('#sandbox fail=refusal')).message).toMatchObject({
      content: null,
      refusal: expect.stringContaining('cannot') as string,
    });
    const cut = await of('A story', { max_tokens: 5 });
    expect([cut.finish_reason, verdictOf(cut.message.content!)]).toEqual(['length', 'broken']);
    for (const [fault, reason] of [
      ['length', 'length'],
      ['filter', 'content_filter'],
    ]) {
      const stopped = await of(`#sandbox fail=${fault}`);
      expect([stopped.finish_reason, verdictOf(stopped.message.content!)]).toEqual([reason, 'broken']);
    }
    expect(await apiErrorOf(of('#sandbox fail=blocked'))).toMatchObject({
      status: 400,
      code: 'content_filter',
    });
  });
});

describe('a format is refused', () => {
  test.each<[string, object, string, RegExp]>([
    [
      'of a strict schema that is open',
      formatOf({ ...schema, required: [] }),
      'response_format',
      /'required'.*'title'/,
    ],
    [
      'of a schema without an instance',
      formatOf({ type: 'integer', minimum: 2, maximum: 1 }, false),
      'response_format',
      /no instance/,
    ],
    [
      'without a schema',
      { type: 'json_schema', json_schema: { name: 'a' } },
      'response_format.json_schema.schema',
      /Missing/,
    ],
    [
      'with a name of two words',
      { type: 'json_schema', json_schema: { name: 'a b', schema } },
      'response_format.json_schema.name',
      /letters/,
    ],
    ['of an unknown type', { type: 'xml' }, 'response_format.type', /.*/],
    ['that wants JSON of a prompt which does not', { type: 'json_object' }, 'messages', /json/],
  ])('%s', async (_name, format, param, message) => {
    const error = await apiErrorOf(
      sandbox.ask('A story', { response_format: format as OpenAI.ResponseFormatJSONSchema }),
    );
    expect({ status: error.status, param: error.param }).toEqual({ status: 400, param });
    expect(error.message).toMatch(message);
  });
});
