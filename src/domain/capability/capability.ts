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
 * models it gets when it is made.
 */
export interface Capability<Params, Result> {
  /** The capabilityType of its calls, unless the params name another: budgets and reports know it by that. */
  readonly type: string;
  run(params: Params, runner: CapabilityRunner): Promise<Result>;
}

/** Runs a capability for who asks. */
export function runCapability<Params, Result>(
  parts: CallParts & { promptMaxBytes: number },
  principal: Principal,
  capability: Capability<Params, Result>,
  params: Params,
): Promise<Result> {
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
