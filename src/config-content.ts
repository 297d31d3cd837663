import { choice, wholeNumber } from './config-variable.ts';
import { CONTENT_POLICIES } from './domain/content/content.ts';
import type { ContentPolicy } from './domain/content/content.ts';

/** What is kept of prompts and answers, and for how long. */
export const contentVariables = {
  STORE_CONTENT: choice(
    CONTENT_POLICIES,
    'full',
    'What is kept of prompts and answers: off, hash, redacted (without what looks like personal data or a secret) or full. An answer is kept as it is for a day, for a repeat of its operationId.',
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
}
