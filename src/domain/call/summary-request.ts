import { SUMMARY_INSTRUCTIONS } from '../prompt/history-summary.ts';
import { fingerprintOf } from './call-request.ts';
import type { CallRequest } from './call-request.ts';
import { modelParametersSchema } from './parameters.ts';

const DEADLINE_LEAST_MS = 1;
/** Hexadecimal digits of the fingerprint in the operationId: enough that two requests of one call never share them. */
const FINGERPRINT_DIGITS = 16;

/** The call that summarises a conversation for another call: of the same agent, on the same budgets and in what is left of its time. */
export function summaryRequest(
  asked: CallRequest & { operationId: string },
  transcript: string,
  maxTokens: number,
  deadlineMs: number,
): CallRequest {
  const request: CallRequest = {
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
    deadlineMs: Math.max(DEADLINE_LEAST_MS, deadlineMs),
  };
  // a repeat of the call finds the same summary, and one with another history makes another
  const digits = fingerprintOf(request).slice(0, FINGERPRINT_DIGITS);
  return { ...request, operationId: `${asked.operationId}/summary/${digits}` };
}
