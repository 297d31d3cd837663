import { ToolError } from '../errors.ts';
import { SlowReaderError } from '../provider/provider-error.ts';
import type { TollgateError } from '../errors.ts';
import { parseJson } from '../output/parse-json.ts';
import { problemsOf } from '../output/schema-problems.ts';
import type { RegisteredTool } from '../tool/tool.ts';
import { runTool } from '../tool/run-tool.ts';
import type { AskChatParts } from './ask-chat.ts';
import type { ToolUse } from './call-request.ts';
import type { CallDelta, CallRun } from './call-run.ts';
import type { ChatMessage, ToolCall } from './chat-message.ts';
import type { PreparedChat } from './prepare-call.ts';
import { cutBytes } from './repair-message.ts';

/** What became of one message's tool calls. */
export interface ToolRound {
  /** One for each call that was answered here. */
  results: ChatMessage[];
  /** What is left to the caller; when there is any, the model isn't asked again. */
  open: ToolCall[];
  /** Why the call has to end, null when it goes on. */
  error: TollgateError | null;
}

type Checked =
  | { kind: 'run'; call: ToolCall; tool: RegisteredTool; args: unknown }
  | { kind: 'open'; call: ToolCall }
  | { kind: 'wrong'; call: ToolCall; error: ToolError };

const NOT_RUN = 'Not run: another call of the same message was wrong. Correct that one and repeat this one.';

/**
 * Runs the registered tools that were called, all at once, and sorts out the rest. Arguments are checked before anything runs.
 * Errors are shown to the model, or end the call, as `tools.onError` says; without steps left, wrong calls are the caller's.
 */
export async function answerToolCalls(
  parts: AskChatParts,
  run: CallRun,
  { task, toolSchemas }: PreparedChat,
  calls: readonly ToolCall[],
  stepsLeft: number,
): Promise<ToolRound> {
  const { tools } = task;
  if (tools === null) throw new Error('a call without tools has none to answer');
  const checked = await Promise.all(calls.map((call) => check(parts, tools, toolSchemas, call)));
  const wrong = checked.filter((one) => one.kind === 'wrong');
  const [firstWrong] = wrong;
  if (firstWrong !== undefined && tools.onError === 'fail') {
    return { results: [], open: [], error: firstWrong.error };
  }
  // nobody would look at a result: the caller gets all calls, and decides
  if (stepsLeft === 0) {
    const open = checked.map((one) =>
      one.kind === 'wrong' ? { ...one.call, problem: one.error.message } : one.call,
    );
    return { results: [], open, error: null };
  }
  const share = Math.max(1, Math.floor(tools.resultBytesMax / calls.length));
  const round = new AbortController();
  const end = () => round.abort(run.signal.reason);
  run.signal.addEventListener('abort', end, { once: true });
  if (run.signal.aborted) end();
  const answered = await Promise.all(
    checked.map(async (one): Promise<ChatMessage | ToolError | null> => {
      switch (one.kind) {
        case 'open':
          return firstWrong === undefined ? null : result(one.call, NOT_RUN, share);
        case 'wrong':
          return result(one.call, one.error.message, share);
        case 'run': {
          const outcome = await runTool(parts.clock, one.tool, one.args, {
            ...run.call,
            signal: round.signal,
            deadlineAt: run.deadlineAt,
          });
          if (outcome.kind === 'failed' && tools.onError === 'fail') {
            // nobody would look at what the others give; they end with this one's error
            round.abort(outcome.error);
            return outcome.error;
          }
          const text = outcome.kind === 'failed' ? outcome.error.message : outcome.text;
          return result(one.call, text, share);
        }
      }
    }),
  ).finally(() => run.signal.removeEventListener('abort', end));
  const results = answered.filter((one): one is ChatMessage => one !== null && !(one instanceof ToolError));
  let error: TollgateError | null = answered.find((one) => one instanceof ToolError) ?? null;
  for (const [index, message] of answered.entries()) {
    if (message === null || message instanceof ToolError) continue;
    const { id = '', name = '' } = calls[index] ?? {};
    const delta = { kind: 'tool_result', toolCallId: id, name, content: message.content } as const;
    if (!(await isTaken(parts, run, delta))) error ??= new SlowReaderError({ requestId: null });
    if (error instanceof SlowReaderError) break;
  }
  const open =
    firstWrong === undefined ? checked.filter((one) => one.kind === 'open').map(({ call }) => call) : [];
  return { results, open, error };
}

/** Gives the reader a piece; false when the call's time is over, or the call itself, before it is taken. */
async function isTaken(
  { clock }: AskChatParts,
  { onDelta, signal, deadlineAt }: CallRun,
  delta: CallDelta,
): Promise<boolean> {
  const taken = onDelta?.(delta);
  if (taken === undefined) return true;
  const waiting = new AbortController();
  const over = clock.sleep(Math.max(0, deadlineAt - clock.now()), AbortSignal.any([signal, waiting.signal]));
  const isOver = over.then(
    () => false,
    () => false,
  );
  try {
    return await Promise.race([taken.then(() => true), isOver]);
  } finally {
    waiting.abort();
  }
}

async function check(
  { tools: registry }: AskChatParts,
  tools: ToolUse,
  toolSchemas: PreparedChat['toolSchemas'],
  call: ToolCall,
): Promise<Checked> {
  const { name } = call;
  const own = tools.definitions.find((definition) => definition.name === name);
  const tool = tools.serverTools.includes(name) ? registry.find(name) : undefined;
  if (own === undefined && tool === undefined) {
    const known = [...tools.definitions.map((definition) => definition.name), ...tools.serverTools];
    const message = `There is no tool "${name}". The tools are: ${known.join(', ')}.`;
    return { kind: 'wrong', call, error: new ToolError('UNKNOWN_TOOL', message) };
  }
  const parsed = parseJson(call.arguments.trim() === '' ? '{}' : call.arguments);
  if (parsed.kind === 'invalid') return wrongArguments(call, [parsed.reason]);
  if (tool !== undefined) {
    const args = await tool.check(parsed.value);
    return 'problems' in args
      ? wrongArguments(call, args.problems)
      : { kind: 'run', call, tool, args: args.value };
  }
  const verdict = await toolSchemas.get(name)?.validate(parsed.value);
  const problems = verdict === undefined ? [] : problemsOf(verdict, 'the object');
  return problems.length === 0 ? { kind: 'open', call } : wrongArguments(call, problems);
}

function wrongArguments(call: ToolCall, problems: readonly string[]): Checked {
  const message = `The arguments of "${call.name}" are wrong: ${problems.join('; ')}.`;
  return { kind: 'wrong', call, error: new ToolError('INVALID_TOOL_ARGUMENTS', message) };
}

function result({ id }: ToolCall, content: string, bytesMax: number): ChatMessage {
  return { role: 'tool', toolCallId: id, content: cutBytes(content, bytesMax) };
}
