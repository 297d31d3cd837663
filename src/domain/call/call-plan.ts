import { addCosts, worstCaseCost } from '../price/price.ts';
import type { ModelPrice } from '../price/price.ts';
import { addUsage, NO_USAGE } from '../token/usage.ts';
import type { WorstCase } from './call.ts';

/** Tokens of the frame around a message that no count covers: roles, ids and separators of tool calls and results. */
const TOKENS_OF_FRAME = 200;

/** How many upstream requests a call may need, and how its prompt grows from one to the next. */
export interface CallPlan {
  /** Prompt tokens of the requests of the first model, each known in advance, as the batches of embeddings are. */
  promptTokens: readonly [number, ...number[]];
  /** Further requests, each with the one before, its answer and so many tokens besides as its prompt. */
  furtherSteps: number;
  grownTokens: number;
}

/** A chat of so many steps; `grownBytes` of UTF-8 are added to the prompt in each, besides the answer. */
export function chatPlan(promptTokens: number, steps: number, grownBytes: number): CallPlan {
  // no tokenizer makes more than one token of a byte
  return { promptTokens: [promptTokens], furtherSteps: steps - 1, grownTokens: grownBytes + TOKENS_OF_FRAME };
}

/** The most that all requests of the plan can use and cost at that price, each answered with `maxTokens`. */
export function worstCaseOf(plan: CallPlan, maxTokens: number, price: ModelPrice): WorstCase {
  const prompts = [...plan.promptTokens];
  let prompt = prompts.at(-1) ?? 0;
  for (let step = 0; step < plan.furtherSteps; step += 1) {
    prompt += maxTokens + plan.grownTokens;
    prompts.push(prompt);
  }
  return {
    usage: {
      ...addUsage(prompts.map((freshInput) => ({ ...NO_USAGE, freshInput, output: maxTokens }))),
      estimated: true,
    },
    cost: addCosts(prompts.map((tokens) => worstCaseCost(tokens, maxTokens, price))),
    priceVersion: price.version,
  };
}

/** The dearest of them. */
export function dearest(cases: readonly [WorstCase, ...WorstCase[]]): WorstCase {
  return cases.reduce((most, one) => (one.cost.totalNano > most.cost.totalNano ? one : most));
}

/** The highest cap from 1 to `ceiling` at which `costAt` is at most `availableNano`; 0 when not even 1 is. */
export function affordableMaxTokens(
  ceiling: number,
  availableNano: bigint,
  costAt: (maxTokens: number) => bigint,
): number {
  let low = 0;
  let high = ceiling;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (costAt(middle) <= availableNano) low = middle;
    else high = middle - 1;
  }
  return low;
}
