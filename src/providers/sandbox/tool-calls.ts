import type { ChatMessage } from '../../domain/call/chat-message.ts';
import { askedCalls } from './asked-calls.ts';
import type { AskedCall } from './asked-calls.ts';
import { digestOf } from './attempt-counter.ts';
import { invalid } from './error-answer.ts';
import type { ErrorAnswer } from './error-answer.ts';
import { mistakenJson } from './json-mistakes.ts';
import { callTurns } from './question.ts';
import type { Question } from './question.ts';
import { piecesOf, SILENCE } from './reply.ts';
import type { Reply, SpokenCall } from './reply.ts';
import { instanceOf } from './schema/schema-instance.ts';

/** What of a tool's result is repeated, in characters. */
const RESULT_MAX = 20_000;

/** The calls of the next turn; null when the model is to speak. */
export function callReply(question: Question, seed: number): Reply | { error: ErrorAnswer } | null {
  const asked = nextCalls(question);
  if (asked.length === 0) return null;
  const { request, directive } = question;
  const turn = callTurns(question.since);
  const unknown = directive.tool !== undefined && turn < directive.tool.times ? directive.tool.how : null;
  const calls: SpokenCall[] = [];
  for (const [index, call] of asked.entries()) {
    const id = `call_${digestOf([request.model, request.messages, index]).toString('hex').slice(0, 24)}`;
    if (unknown !== null) calls.push({ id, name: unknown, pieces: ['{}'] });
    else {
      const text = argumentsOf(call, question, seed + index);
      if (typeof text !== 'string') return text;
      calls.push({ id, name: call.name, pieces: piecesOf(text) });
    }
  }
  // "If the model … was forced to call a specific function, the finish reason will be stop" (OpenAI's guide to function calling)
  const isForced = typeof request.toolChoice === 'object';
  return { ...SILENCE, calls, finishReason: isForced ? 'stop' : 'tool_calls' };
}

/** A text that holds what the tools gave since the user last spoke; null when they gave nothing. */
export function resultText({ request: { messages } }: Question): string | null {
  const names = new Map(
    messages.flatMap(({ toolCalls = [] }) => toolCalls.map(({ id, name }): [string, string] => [id, name])),
  );
  const results = sinceUser(messages)
    .filter(({ role }) => role === 'tool')
    .map(({ toolCallId, name, content }) => {
      const tool = names.get(toolCallId ?? '') ?? name ?? 'the tool';
      return `${tool} gave ${content.slice(0, RESULT_MAX)}.`;
    });
  return results.length === 0 ? null : `[sandbox] ${results.join(' ')}`;
}

function nextCalls({ request, directive }: Question): readonly AskedCall[] {
  const { tools, toolChoice, messages, parallelCalls } = request;
  const [firstTool] = tools;
  if (firstTool === undefined || toolChoice === 'none') return [];
  const prompt = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const together = askedCalls(prompt.replaceAll(/#sandbox\b[^\n]*/g, ''), tools);
  const stages = parallelCalls ? together : together.flat().map((call) => [call]);
  if (typeof toolChoice === 'object') {
    const asked = stages.flat().find(({ name }) => name === toolChoice.name);
    return [asked ?? { name: toolChoice.name, arguments: null }];
  }
  const turn = callTurns(sinceUser(messages));
  const last = stages.at(-1) ?? [{ name: firstTool.name, arguments: null }];
  if (turn < (directive.loop ?? 0)) return stages[turn] ?? last;
  // the turns of a mistake that ends are taken again
  const mistaken = [directive.args, directive.tool].map((mistake) => mistake?.times ?? 0);
  const repeated = Math.min(turn, Math.max(0, ...mistaken.filter(Number.isFinite)));
  const now = directive.loop === undefined ? stages[turn - repeated] : undefined;
  return now ?? (toolChoice === 'required' ? last : []);
}

function argumentsOf(call: AskedCall, question: Question, seed: number): string | { error: ErrorAnswer } {
  const { request, directive, since } = question;
  const index = request.tools.findIndex(({ name }) => name === call.name);
  const schema = request.tools[index]?.parameters ?? { type: 'object', properties: {} };
  const mistake = directive.args;
  const isMistaken = mistake !== undefined && callTurns(since) < mistake.times;
  if (call.arguments !== null && !isMistaken) return call.arguments;
  const made = instanceOf(schema, seed);
  if (!made.ok) {
    const field = `tools[${index}].function.parameters`;
    return { error: invalid(field, 'The sandbox finds no arguments that are valid by this schema.') };
  }
  return isMistaken ? mistakenJson(mistake.how, made.value, schema) : JSON.stringify(made.value);
}

function sinceUser(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  return messages.slice(messages.findLastIndex(({ role }) => role === 'user') + 1);
}
