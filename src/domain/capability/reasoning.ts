import { z } from 'zod';
import { completeInputSchema, completeRequest } from '../call/complete-input.ts';
import type { CompleteInput } from '../call/complete-input.ts';
import type { Capability } from './capability.ts';

/** What the model is told when the params have no instructions of their own. */
const REASONING_INSTRUCTIONS =
  'Work through the question step by step: state what is known, what follows from it, and check the result. ' +
  'End with a line that begins with "Answer:".';

/** Reasons about a prompt (G1 of the specification). Takes what `complete` takes. */
export const reasoning: Capability<CompleteInput, { reasoning: string }> = {
  type: 'reasoning',
  mutation: 'reason',
  description: 'Reasons about a prompt step by step, within every budget that counts the call.',
  params: completeInputSchema,
  shownParams: z
    .object({
      prompt: z.string().nullish().describe('What the model is asked; or a template, or a context.'),
      system: z.string().nullish().describe('Instructions in place of those to work step by step.'),
    })
    .describe('A question that a model is to work through. Its capabilityType is `reasoning` when left out.'),
  takesCallOptions: true,
  result: z
    .object({
      reasoning: z.string().describe('What the model wrote: its steps, and its answer at the end.'),
    })
    .describe('The model reasoned.'),
  async run(params, runner) {
    const input = { ...params, system: params.system ?? REASONING_INSTRUCTIONS };
    const call = await runner.run(completeRequest(input, runner.promptMaxBytes));
    return { reasoning: call.output.text, call };
  },
};
