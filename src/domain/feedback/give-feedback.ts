import { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import { requireOwnCall } from '../call/cancel-call.ts';
import type { CallStore } from '../call/call-store.ts';
import { NotFoundError } from '../errors.ts';
import { labelSchema, optional, rangeSchema } from '../field-schemas.ts';
import type { Feedback, FeedbackStore } from './feedback.ts';

const DEFAULT_NAME = 'overall';
const NAME_MAX_LENGTH = 64;
const COMMENT_MAX_LENGTH = 4_000;
const MICRO = 1_000_000;

export const giveFeedbackInputSchema = z
  .object({
    operationId: z.string(),
    name: optional(labelSchema(NAME_MAX_LENGTH)),
    score: optional(rangeSchema(0, 1)),
    label: optional(labelSchema(NAME_MAX_LENGTH)),
    comment: optional(
      z
        .string()
        .min(1, 'must not be empty')
        .max(COMMENT_MAX_LENGTH, `must have at most ${COMMENT_MAX_LENGTH} characters`),
    ),
  })
  .refine(
    ({ score, label, comment }) => score !== undefined || label !== undefined || comment !== undefined,
    {
      path: ['score'],
      message: 'must be given, or label, or comment',
    },
  );
export type GiveFeedbackInput = z.output<typeof giveFeedbackInputSchema>;

/**
 * Keeps what the caller thinks of a call. Given again under the same name with the same key, it takes the place of what was
 * given before. Throws NotFoundError, also for a call of an agent that the key is not bound to, and StoreUnavailableError.
 */
export async function giveFeedback(
  { feedback: store, calls }: { feedback: FeedbackStore; calls: Pick<CallStore, 'find'> },
  principal: Principal,
  { operationId, name, score, label, comment }: GiveFeedbackInput,
  now: number,
): Promise<Feedback> {
  const { projectId, apiKeyId } = principal;
  await requireOwnCall(calls, principal, operationId);
  const feedback: Feedback = {
    projectId,
    operationId,
    name: name ?? DEFAULT_NAME,
    apiKeyId,
    scoreMicro: score === undefined ? null : Math.round(score * MICRO),
    label: label ?? null,
    comment: comment ?? null,
    givenAt: now,
  };
  if (!(await store.give(feedback))) throw new NotFoundError('call', operationId);
  return feedback;
}

/** The score from 0 to 1. */
export function scoreOf({ scoreMicro }: Feedback): number | null {
  return scoreMicro === null ? null : scoreMicro / MICRO;
}
