import { MODEL_PARAMETERS } from '../../src/domain/model/model.ts';
import type { Model } from '../../src/domain/model/model.ts';
import type { ChatRequest } from '../../src/domain/provider/provider.ts';

/** A model of the catalogue as far as a provider looks at it; it costs nothing. */
export function testModel(id: string, overrides: Partial<Model> = {}): Model {
  return {
    id,
    name: id,
    family: id,
    provider: 'openai',
    kind: 'chat',
    encoding: 'o200k_base',
    countsExactly: true,
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    takes: MODEL_PARAMETERS,
    supports: [],
    price: {
      version: 'test',
      tiers: [
        { fromPromptTokens: 0, inputFemto: 0n, cacheReadFemto: 0n, cacheWriteFemto: 0n, outputFemto: 0n },
      ],
    },
    ...overrides,
  };
}

export function testChatRequest(model: string, overrides: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: testModel(model),
    messages: [{ role: 'user', content: 'What flows under the bridge?' }],
    maxTokens: 100,
    ...overrides,
  };
}
