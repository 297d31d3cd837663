import { SUMMARY_INSTRUCTIONS } from '../prompt/history-summary.ts';
import type { CallRequest } from './call-request.ts';
import { modelParametersSchema } from './parameters.ts';

const DEADLINE_LEAST_MS = 1;

/** The call that summarises a conversation for another call: of the same agent, on the same budgets and in what is left of its time. */
export function summaryRequest(
  asked: CallRequest & { operationId: string },
  transcript: string,
  maxTokens: number,
  deadlineMs: number,
): CallRequest {
  return {
    ...asked,
    kind: 'complete',
    prompt: null,
    filled: null,
    task: {
      kind: 'chat',
      messages: [
        { role: 'system', content: SUMMARY_INSTRUCTIONS },
        { role: 'user', content: transcript },
      ],
      tools: null,
      output: null,
    },
    parameters: modelParametersSchema.parse({ maxTokens }),
    // a repeat of the call finds the same summary
    operationId: `${asked.operationId}/summary`,
    deadlineMs: Math.max(DEADLINE_LEAST_MS, deadlineMs),
  };
}
