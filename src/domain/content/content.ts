import { createHash } from 'node:crypto';
import type { CallError, CallOutput } from '../call/call.ts';
import type { CallTask } from '../call/call-request.ts';
import { redactInTurns, redactPersonalData } from './redact-personal-data.ts';

/**
 * What is kept of what calls are asked and answer: nothing, a hash, the text without personal data and secrets, or the text.
 * The answer itself is kept for hours under every policy, for a repeat of the call.
 */
export const CONTENT_POLICIES = ['off', 'hash', 'redacted', 'full'] as const;
export type ContentPolicy = (typeof CONTENT_POLICIES)[number];

/** A repeat of an operationId gets its answer at least for so long after the call has ended. */
export const ANSWER_KEPT_HOURS_LEAST = 24;
const ANSWER_KEPT_LEAST_MS = ANSWER_KEPT_HOURS_LEAST * 3_600_000;

/** What is stored of what a call was asked. */
export interface StoredInput {
  policy: ContentPolicy;
  /** JSON of the messages or texts; null when it isn't kept. */
  text: string | null;
  /** SHA-256 of the JSON, 64 hexadecimal digits; null when it isn't kept. */
  hash: string | null;
}

/** What is stored of what a call was asked and has answered, besides the answer itself. */
export interface CallContent extends StoredInput {
  /** SHA-256 of the answer's text under the policy `hash`, once the answer itself is gone. */
  outputHash: string | null;
}

export interface ContentSweep {
  /** Answers of calls that ended before are brought to what their policy keeps of them. */
  reduceBefore: number;
  /** Of calls dispatched before nothing of their content is kept, once they have ended before `reduceBefore`. */
  removeBefore: number;
  /** When it is done, UTC milliseconds. */
  now: number;
  /** Calls that are looked at, at most. */
  limit: number;
}

export interface ContentStore {
  /** The content of each call, in the order of `operationIds`; null where there is none. Throws StoreUnavailableError. */
  ofCalls(projectId: string, operationIds: readonly string[]): Promise<(CallContent | null)[]>;
  /**
   * Reduces and removes what is too old, the oldest first, of calls that have ended, and returns of how many calls. Safe to run
   * on every instance at once, and to be cut short at any point. Throws StoreUnavailableError.
   */
  sweep(sweep: ContentSweep): Promise<number>;
}

export async function toStoredInput(policy: ContentPolicy, task: CallTask): Promise<StoredInput> {
  if (policy === 'off') return { policy, text: null, hash: null };
  const content = task.kind === 'chat' ? task.messages : task.texts;
  if (policy === 'hash') return { policy, text: null, hash: hashOf(JSON.stringify(content)) };
  const text = policy === 'full' ? JSON.stringify(content) : await redactedJson(content);
  return { policy, text, hash: null };
}

/** A long prompt must not hold up all other calls while it is looked through. */
async function redactedJson(content: unknown): Promise<string> {
  const texts = new Map<string, string>();
  JSON.stringify(content, (_, value: unknown) => {
    if (typeof value === 'string') texts.set(value, '');
    return value;
  });
  for (const text of texts.keys()) texts.set(text, await redactInTurns(text));
  return JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'string' ? (texts.get(value) ?? '') : value,
  );
}

/** What the policy keeps of an answer in the long run, and its hash where that is what is kept. */
export function reducedOutput(
  policy: ContentPolicy,
  output: CallOutput,
  now: number,
): { output: CallOutput; hash: string | null } {
  switch (policy) {
    case 'full':
      return { output, hash: null };
    case 'redacted':
      return { output: redactedOutput(output, now), hash: null };
    case 'hash':
      return { output: withoutContent(output, now), hash: hashOf(output.text) };
    case 'off':
      return { output: withoutContent(output, now), hash: null };
  }
}

/**
 * What is stored of an answer that comes a day or more after its call was dispatched: the sweep has been there. `content` is null
 * where it has removed everything.
 */
export function lateOutput(
  { startedAt, finishedAt, output }: { startedAt: number; finishedAt: number; output: CallOutput | null },
  content: { policy: ContentPolicy; isReduced: boolean } | null,
): CallOutput | null {
  if (output === null || finishedAt - startedAt <= ANSWER_KEPT_LEAST_MS) return output;
  if (content === null) return withoutContent(output, finishedAt);
  return content.isReduced ? reducedOutput(content.policy, output, finishedAt).output : output;
}

/** What is stored, and told in events, of why a call failed: what a provider or a model says can repeat what was asked. */
export function keptError(policy: ContentPolicy, error: CallError): CallError {
  const { code, message, detail } = error;
  switch (policy) {
    case 'full':
      return error;
    case 'redacted':
      return {
        ...error,
        message: redactPersonalData(message),
        detail: detail === null ? null : redactPersonalData(detail),
      };
    case 'hash':
    case 'off':
      return { ...error, message: BARE_MESSAGES[code] ?? message, detail: null };
  }
}

/** Of errors whose message has words of the model in it. */
const BARE_MESSAGES: Readonly<Record<string, string>> = {
  INVALID_OUTPUT: 'The answer is not valid against the schema.',
  OUTPUT_REFUSED: 'The model refused.',
};

/** What is left of an answer whose content is removed. */
export function withoutContent({ finishReason }: CallOutput, now: number): CallOutput {
  return { text: '', refusal: null, finishReason, removedAt: now };
}

function redactedOutput({ finishReason, ...content }: CallOutput, now: number): CallOutput {
  let isAltered = false;
  const redacted = JSON.parse(JSON.stringify(content), (name, value: unknown) => {
    // numbers as text, in which there is nothing to find
    if (typeof value !== 'string' || name === 'floats') return value;
    const clean = redactPersonalData(value);
    isAltered ||= clean !== value;
    return clean;
  }) as Omit<CallOutput, 'finishReason'>;
  return { ...redacted, finishReason, ...(isAltered ? { redactedAt: now } : {}) };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
