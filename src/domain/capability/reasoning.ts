import type { AnsweredCall } from '../call/call-failure.ts';
import { completeRequest } from '../call/complete-input.ts';
import type { CompleteInput } from '../call/complete-input.ts';
import type { Capability } from './capability.ts';

/** What the model is told when the params have no instructions of their own. */
const REASONING_INSTRUCTIONS =
  'Work through the question step by step: state what is known, what follows from it, and check the result. ' +
  'End with a line that begins with "Answer:".';

/** How the model came to an answer, with the call that it took. */
export interface Reasoning {
  /** Everything the model wrote: its steps and its answer. */
  reasoning: string;
  call: AnsweredCall;
}

/** Reasons about a prompt (G1 of the specification). Takes what `complete` takes. */
export const reasoning: Capability<CompleteInput, Reasoning> = {
  type: 'reasoning',
  async run(params, runner) {
    const input = { ...params, system: params.system ?? REASONING_INSTRUCTIONS };
    const call = await runner.run(completeRequest(input, runner.promptMaxBytes));
    return { reasoning: call.output.text, call };
  },
};
