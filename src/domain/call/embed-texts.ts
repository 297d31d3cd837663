import { ProviderError } from '../provider/provider-error.ts';
import type { EmbedResponse } from '../provider/provider.ts';
import { ask } from './ask.ts';
import type { AskParts, StepRequest } from './ask.ts';
import { worstCaseOf } from './call-plan.ts';
import type { CallRun, RunResult } from './call-run.ts';
import type { EmbedBatch } from './embed-batches.ts';
import type { EmbedCandidate, PreparedEmbed } from './prepare-call.ts';
import { toVectors } from './vectors.ts';

/** Embeds the texts, one batch after the other; without one of the batches there is no answer. */
export async function embedTexts(parts: AskParts, run: CallRun, prepared: PreparedEmbed): Promise<RunResult> {
  const [candidate] = prepared.candidates;
  const vectors: Float32Array[] = [];
  for (const batch of candidate.batches) {
    const request = embedStep(candidate, batch, prepared.task.dimensions);
    const result = await ask(parts, run, 1, () => Promise.resolve(request));
    if (result.kind === 'failed') return { kind: 'failed', error: result.error, output: null };
    vectors.push(...result.answer.vectors);
  }
  const dimensions = vectors[0]?.length ?? 0;
  if (vectors.some((vector) => vector.length !== dimensions)) {
    return { kind: 'failed', error: unequalVectors(), output: null };
  }
  return {
    kind: 'answered',
    output: { text: '', refusal: null, finishReason: 'stop', vectors: toVectors(vectors) },
  };
}

function embedStep(
  { model, provider }: EmbedCandidate,
  { texts, tokens }: EmbedBatch,
  dimensions: number | undefined,
): StepRequest<EmbedResponse> {
  const plan = { promptTokens: [tokens] as const, furtherSteps: 0, grownTokens: 0 };
  return {
    model,
    provider,
    promptTokens: tokens,
    worstCase: worstCaseOf(plan, 0, model.price),
    isStreamed: false,
    hasEmitted: () => false,
    countOutput: () => Promise.resolve({ output: 0, reasoning: 0 }),
    send: (options) =>
      provider.embed({ model, texts, ...(dimensions !== undefined && { dimensions }) }, options),
  };
}

function unequalVectors(): ProviderError {
  return new ProviderError('The model provider gave vectors of different lengths.', {
    code: 'MALFORMED_PROVIDER_RESPONSE',
    category: 'server',
    retryable: true,
    status: null,
    detail: null,
    retryAfterMs: null,
    spent: 'none',
    requestId: null,
  });
}
