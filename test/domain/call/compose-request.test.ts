import { describe, expect, test } from 'vitest';
import type { ChatTask } from '../../../src/domain/call/call-request.ts';
import { composeRequest } from '../../../src/domain/call/compose-request.ts';
import type { ModelFeature } from '../../../src/domain/model/model.ts';
import { testModel } from '../../support/chat-request.ts';

const OBJECTS = { type: 'object', properties: { name: { type: 'string' } } };
const LISTS = { type: 'array', items: { type: 'string' } };

function formOf(supports: readonly ModelFeature[], schema: object) {
  const task: ChatTask = {
    kind: 'chat',
    messages: [{ role: 'user', content: 'Who?' }],
    tools: null,
    output: { name: 'answer', description: undefined, schema, repairsMax: 0 },
  };
  const model = testModel('a-model', { supports });
  const { responseFormat, toolChoice, messages } = composeRequest(
    task,
    model,
    { maxTokens: 10 },
    task.messages,
    [],
  );
  return {
    format: responseFormat?.type ?? null,
    tool: toolChoice ?? null,
    isInstructed: messages[0]?.content.includes(JSON.stringify(schema)) === true,
  };
}

describe('data are asked for', () => {
  test.each<[string, ModelFeature[], object, object]>([
    ['by structured output', ['structured_output', 'tools', 'json_mode'], OBJECTS, { format: 'json_schema' }],
    ['by a tool', ['tools', 'json_mode'], OBJECTS, { tool: { name: 'answer' } }],
    [
      'in JSON mode where a thinking model may refuse the tool',
      ['tools', 'json_mode', 'reasoning'],
      OBJECTS,
      { format: 'json_object', isInstructed: true },
    ],
    ['in JSON mode', ['json_mode'], OBJECTS, { format: 'json_object', isInstructed: true }],
    ['by an instruction for what is no object', ['json_mode'], LISTS, { isInstructed: true }],
    ['by an instruction', [], OBJECTS, { isInstructed: true }],
  ])('%s', (_how, supports, schema, expected) => {
    expect(formOf(supports, schema)).toEqual({ format: null, tool: null, isInstructed: false, ...expected });
  });
});
