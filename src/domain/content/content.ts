import { createHash } from 'node:crypto';
import type { CallOutput } from '../call/call.ts';
import type { CallTask } from '../call/call-request.ts';
import { redactPersonalData } from './redact-personal-data.ts';

/**
 * What is kept of what calls are asked and answer: nothing, a hash, the text without personal data and secrets, or the text.
 * The answer itself is kept for ANSWER_KEPT_MS under every policy, for a repeat of the call.
 */
export const CONTENT_POLICIES = ['off', 'hash', 'redacted', 'full'] as const;
export type ContentPolicy = (typeof CONTENT_POLICIES)[number];

/** A repeat of an operationId gets its answer at least for so long. */
export const ANSWER_KEPT_MS = 86_400_000;

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
  /** Answers of calls dispatched before are brought to what their policy keeps of them. */
  reduceBefore: number;
  /** Of calls dispatched before nothing of their content is kept. */
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

export function toStoredInput(policy: ContentPolicy, task: CallTask): StoredInput {
  if (policy === 'off') return { policy, text: null, hash: null };
  const content = task.kind === 'chat' ? task.messages : task.texts;
  if (policy === 'hash') return { policy, text: null, hash: hashOf(JSON.stringify(content)) };
  const text = JSON.stringify(content, (_, value: unknown) =>
    policy === 'redacted' && typeof value === 'string' ? redactPersonalData(value) : value,
  );
  return { policy, text, hash: null };
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
      return { output: redactedOutput(output), hash: null };
    case 'hash':
      return { output: withoutContent(output, now), hash: hashOf(output.text) };
    case 'off':
      return { output: withoutContent(output, now), hash: null };
  }
}

/** What is left of an answer whose content is removed. */
export function withoutContent({ finishReason }: CallOutput, now: number): CallOutput {
  return { text: '', refusal: null, finishReason, removedAt: now };
}

function redactedOutput({ finishReason, ...content }: CallOutput): CallOutput {
  const redacted = JSON.parse(JSON.stringify(content), (name, value: unknown) =>
    // numbers as text, in which there is nothing to find
    typeof value === 'string' && name !== 'floats' ? redactPersonalData(value) : value,
  ) as Omit<CallOutput, 'finishReason'>;
  return { ...redacted, finishReason };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
