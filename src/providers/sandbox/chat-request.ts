import { z } from 'zod';
import type { ChatMessage } from '../../domain/call/chat-message.ts';
import { invalid } from './fault.ts';
import type { ErrorAnswer } from './fault.ts';

/** Above what any model answers; it bounds the memory of one `sandbox-fill`. */
const MAX_TOKENS_LIMIT = 200_000;

const textPart = z.looseObject({ type: z.literal('text'), text: z.string() });
const message = z.looseObject({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']),
  content: z.union([z.string(), z.array(textPart)], 'expected a string or an array of text parts').nullish(),
  name: z.string().nullish(),
});
const maxTokens = z.int().min(1).max(MAX_TOKENS_LIMIT).nullish();
const penalty = z.number().min(-2).max(2).nullish();

const chatRequest = z.looseObject({
  model: z.string().min(1).max(256),
  messages: z.array(message).min(1),
  max_tokens: maxTokens,
  max_completion_tokens: maxTokens,
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  frequency_penalty: penalty,
  presence_penalty: penalty,
  n: z.literal(1, 'the sandbox answers once').nullish(),
  seed: z.int().nullish(),
  stop: z
    .union([z.string().min(1), z.array(z.string().min(1)).max(4)], 'expected a string or up to 4 strings')
    .nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
});

/** The part of a Chat Completions request that the sandbox looks at. */
export interface SandboxRequest {
  model: string;
  messages: readonly ChatMessage[];
  maxTokens: number | null;
  stops: readonly string[];
  seed: number | null;
  stream: boolean;
  includeUsage: boolean;
}

export type ParsedRequest = { ok: true; request: SandboxRequest } | { ok: false; error: ErrorAnswer };

/** Reads a request body; a wrong one gives the 400 that names the first wrong field. Unknown fields are let through. */
export function parseChatRequest(text: string): ParsedRequest {
  const json = parseJson(text);
  if (json === undefined) return refused(null, 'We could not parse the JSON body of your request.');
  const parsed = chatRequest.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const param = pathOf(issue?.path ?? []);
    const problem = issue?.message ?? 'not accepted';
    return param === ''
      ? refused(null, `${problem}.`)
      : refused(param, `Invalid value for '${param}': ${problem}.`);
  }
  const body = parsed.data;
  if (isNumber(body.max_tokens) && isNumber(body.max_completion_tokens)) {
    return refused(
      'max_tokens',
      "Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported.",
    );
  }
  return {
    ok: true,
    request: {
      model: body.model,
      messages: body.messages.map(toMessage),
      maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
      stops: typeof body.stop === 'string' ? [body.stop] : (body.stop ?? []),
      seed: body.seed ?? null,
      stream: body.stream ?? false,
      includeUsage: body.stream_options?.include_usage ?? false,
    },
  };
}

function toMessage({ role, content, name }: z.infer<typeof message>): ChatMessage {
  return {
    // a tool's answer counts like a user's words
    role: role === 'tool' || role === 'function' ? 'user' : role,
    content: typeof content === 'string' ? content : (content ?? []).map((part) => part.text).join(''),
    ...(typeof name === 'string' && { name }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `messages[0].role`, as OpenAI names a field. */
function pathOf(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

function refused(param: string | null, text: string): ParsedRequest {
  return { ok: false, error: invalid(param, text) };
}
