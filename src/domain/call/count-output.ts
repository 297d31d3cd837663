import type { ChatRequest, ChatResponse } from '../provider/provider.ts';
import type { TokenCounter } from '../token/token-counter.ts';
import type { CountedOutput } from './attempt.ts';

/** Tokens of what the model gave, thoughts that it let be seen included. A reasoning model that showed none may have had some. */
export async function countOutput(
  tokenCounter: TokenCounter,
  { model, reasoningEffort }: ChatRequest,
  answer: ChatResponse | null,
): Promise<CountedOutput> {
  const thoughts = answer?.thoughts;
  const mayThink = model.supports.includes('reasoning') && reasoningEffort !== 'none';
  if (thoughts === undefined ? mayThink : thoughts.isSummary) return 'hidden';
  if (answer === null) return { output: 0, reasoning: 0 };
  const called = answer.toolCalls.map((call) => call.name + call.arguments);
  const said = [answer.text, answer.refusal ?? '', ...called].join('');
  const [ofAnswer, ofThoughts] = await tokenCounter.countTexts([said, thoughts?.text ?? ''], model.encoding);
  // of those that were not kept as many to a character as of those that were
  const longer = thoughts === undefined ? 1 : thoughts.chars / thoughts.text.length;
  const reasoning = Math.ceil((ofThoughts?.tokens ?? 0) * longer);
  return { output: (ofAnswer?.tokens ?? 0) + reasoning, reasoning };
}
