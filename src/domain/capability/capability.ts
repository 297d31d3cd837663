import type { z } from 'zod';
import type { Principal } from '../access/principal.ts';
import { requireAnswer } from '../call/call-failure.ts';
import type { AnsweredCall } from '../call/call-failure.ts';
import type { CallRequest } from '../call/call-request.ts';
import { runCall } from '../call/run-call.ts';
import type { CallParts } from '../call/run-call.ts';

/** Makes the calls of a capability: each within every budget that counts it, recorded and priced like any other. */
export interface CapabilityRunner {
  /** Throws what `runCall` throws, and CallFailedError when the model gave no answer. */
  run(request: CallRequest): Promise<AnsweredCall>;
  /** Longest prompt, in bytes of UTF-8. */
  readonly promptMaxBytes: number;
}

/**
 * Something that models are used for: it makes calls of its params and a result of their answers. Whatever a capability needs besides
 * models it gets when it is made. The API has a mutation for each, made of what is said here.
 */
export interface Capability<Params = unknown, Result extends object = object> {
  /** The capabilityType of its calls, unless the params name another: budgets and reports know it by that. */
  readonly type: string;
  /** The name of its mutation, a verb: `reason`. Its types are called after it. */
  readonly mutation: string;
  /** What the mutation does, for its users. */
  readonly description: string;
  /** Checks the params; its messages say what is accepted. */
  readonly params: z.ZodType<Params>;
  /**
   * The params as the API shows them, where they are not those that `params` names: an object, and in it texts, numbers, booleans and
   * lists of these, and whatever else as JSON. It and each field have a description.
   */
  readonly shownParams?: z.ZodObject;
  /** Whether the mutation also takes all that `complete` takes besides a prompt; `params` must know it then. */
  readonly takesCallOptions?: boolean;
  /** What the API shows of the result besides its call; described as the params are. */
  readonly result: z.ZodObject & z.ZodType<Result>;
  /** `call` is the one that gave the result. */
  run(params: Params, runner: CapabilityRunner): Promise<Result & { call: AnsweredCall }>;
}

/** Runs a capability for who asks. */
export function runCapability<Params, Result extends object>(
  parts: CallParts & { promptMaxBytes: number },
  principal: Principal,
  capability: Capability<Params, Result>,
  params: Params,
): Promise<Result & { call: AnsweredCall }> {
  return capability.run(params, {
    promptMaxBytes: parts.promptMaxBytes,
    run: async (request) =>
      requireAnswer(
        await runCall(parts, principal, {
          ...request,
          capabilityType: request.capabilityType ?? capability.type,
        }),
      ),
  });
}
