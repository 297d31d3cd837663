import { choice, wholeNumber } from './config-variable.ts';
import { ANSWER_KEPT_HOURS_LEAST, CONTENT_POLICIES } from './domain/content/content.ts';
import type { ContentPolicy } from './domain/content/content.ts';

/** What is kept of prompts and answers, and for how long. */
export const contentVariables = {
  STORE_CONTENT: choice(
    CONTENT_POLICIES,
    'full',
    'What is kept of prompts and answers: off, hash, redacted (without what looks like personal data or a secret) or full. An answer is kept as it is for ANSWER_KEPT_HOURS, for a repeat of its operationId.',
  ),
  ANSWER_KEPT_HOURS: wholeNumber(
    ANSWER_KEPT_HOURS_LEAST,
    ANSWER_KEPT_HOURS_LEAST,
    8_760,
    'Hours from the end of a call for which a repeat of its operationId gets the answer, whatever STORE_CONTENT is; at most as long as CONTENT_RETENTION_DAYS.',
  ),
  CONTENT_RETENTION_DAYS: wholeNumber(
    30,
    1,
    36_500,
    'Days after which nothing is kept of what a call was asked and has answered; tokens, cost and times stay.',
  ),
};

export interface ContentConfig {
  policy: ContentPolicy;
  retentionDays: number;
  answerKeptHours: number;
}

/** What is wrong with the values together, though each is accepted. */
export function contentProblems(
  values: Record<'ANSWER_KEPT_HOURS' | 'CONTENT_RETENTION_DAYS', number>,
): string[] {
  const { ANSWER_KEPT_HOURS: hours, CONTENT_RETENTION_DAYS: days } = values;
  if (hours <= 24 * days) return [];
  return [
    `ANSWER_KEPT_HOURS is ${hours} while CONTENT_RETENTION_DAYS is ${days}; it must be at most ${24 * days}.`,
  ];
}
