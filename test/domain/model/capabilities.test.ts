import { describe, expect, test } from 'vitest';
import { capabilitiesOf } from '../../../src/domain/model/capabilities.ts';

describe('the longest answer', () => {
  test.each([
    ['gpt-4o', 16_384],
    ['gpt-4o-mini', 16_384],
    ['gpt-4o-2024-05-13', 4_096],
    ['gpt-4.1-nano', 32_768],
    ['gpt-4-turbo', 4_096],
    ['gpt-4-1106-preview', 4_096],
    ['gpt-4', 8_192],
    ['gpt-4-0613', 8_192],
    ['gpt-3.5-turbo', 4_096],
    ['o1', 100_000],
    ['o1-mini', 65_536],
    ['o3', 100_000],
    ['o3-mini', 100_000],
    ['o4-mini', 100_000],
    ['gpt-5', 128_000],
    ['gpt-5-mini', 128_000],
    ['gpt-5.6-sol', 128_000],
    ['gpt-6-luna', 128_000],
    ['gpt-5-pro', 272_000],
    ['gpt-5-chat-latest', 16_384],
    ['ft:gpt-4o-2024-08-06:acme::1', 16_384],
    ['mistral', null],
    ['text-embedding-3-small', null],
  ])('of %s is %s tokens', (name, maxOutputTokens) => {
    expect(capabilitiesOf(name).maxOutputTokens).toBe(maxOutputTokens);
  });
});

describe('parameters', () => {
  test.each([
    'gpt-4o',
    'gpt-4.1',
    'gpt-4',
    'gpt-3.5-turbo',
    'gpt-5-chat-latest',
    'chatgpt-4o-latest',
    'mistral',
  ])('%s takes sampling and no reasoning effort', (name) => {
    expect(capabilitiesOf(name)).toMatchObject({ takesSampling: true, takesReasoningEffort: false });
  });

  test.each([
    'o1',
    'o3',
    'o3-mini',
    'o4-mini',
    'gpt-5',
    'gpt-5-nano',
    'gpt-5.1-codex',
    'gpt-6-sol',
    'codex-mini-latest',
  ])('%s takes reasoning effort and no sampling', (name) => {
    expect(capabilitiesOf(name)).toMatchObject({ takesSampling: false, takesReasoningEffort: true });
  });

  test.each(['o1-mini', 'o1-preview', 'gpt-5.2-chat-latest'])('%s takes neither', (name) => {
    expect(capabilitiesOf(name)).toMatchObject({ takesSampling: false, takesReasoningEffort: false });
  });
});
