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
    expect(capabilitiesOf('openai', name).maxOutputTokens).toBe(maxOutputTokens);
  });

  test.each([
    ['anthropic', 'claude-3-opus-20240229', 4_096],
    ['anthropic', 'claude-3-5-haiku-latest', 8_192],
    ['anthropic', 'claude-opus-4-1', 32_000],
    ['anthropic', 'claude-sonnet-4-5', 64_000],
    ['anthropic', 'claude-opus-5-5', 128_000],
    ['google', 'gemini-2.0-flash', 8_192],
    ['google', 'gemini-3.8-flash', 65_536],
    ['groq', 'openai/gpt-oss-120b', 65_536],
    ['x-ai', 'grok-4.6', null],
    ['nobody', 'gpt-4o', null],
  ])('of %s/%s is %s tokens', (provider, name, maxOutputTokens) => {
    expect(capabilitiesOf(provider, name).maxOutputTokens).toBe(maxOutputTokens);
  });
});

describe('parameters', () => {
  test.each(['gpt-4o', 'gpt-4.1', 'gpt-4', 'gpt-3.5-turbo', 'gpt-5-chat-latest', 'chatgpt-4o-latest'])(
    '%s takes sampling and no reasoning effort',
    (name) => {
      const { takes, supports } = capabilitiesOf('openai', name);
      expect(takes).toEqual([
        'temperature',
        'topP',
        'frequencyPenalty',
        'presencePenalty',
        'stopSequences',
        'seed',
      ]);
      expect(supports).not.toContain('reasoning');
    },
  );

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
    const { takes, supports } = capabilitiesOf('openai', name);
    expect(takes).toEqual(['seed', 'reasoningEffort']);
    expect(supports).toContain('reasoning');
  });

  test.each(['o1-mini', 'o1-preview', 'gpt-5.2-chat-latest'])('%s takes neither', (name) => {
    const { takes, supports } = capabilitiesOf('openai', name);
    expect(takes).toEqual(['seed']);
    expect(supports).toContain('reasoning');
  });

  test('of Claude are those of its API, and fewer from Opus 4.7 on', () => {
    expect(capabilitiesOf('anthropic', 'claude-sonnet-4-5').takes).toEqual([
      'temperature',
      'topP',
      'stopSequences',
    ]);
    expect(capabilitiesOf('anthropic', 'claude-opus-4-8').takes).toEqual([
      'stopSequences',
      'reasoningEffort',
    ]);
  });

  test('are not claimed of a model that nobody has described', () => {
    expect(capabilitiesOf('openai', 'mistral')).toEqual({ maxOutputTokens: null, takes: [], supports: [] });
  });
});

describe('features', () => {
  test.each([
    ['openai', 'gpt-4o', ['streaming', 'tools', 'structured_output', 'vision', 'json_mode']],
    ['openai', 'gpt-4o-2024-05-13', ['streaming', 'tools', 'json_mode', 'vision']],
    ['openai', 'chatgpt-4o-latest', ['streaming', 'json_mode', 'vision']],
    ['openai', 'gpt-3.5-turbo', ['streaming', 'tools', 'json_mode']],
    ['openai', 'gpt-3.5-turbo-0613', ['streaming', 'tools']],
    ['openai', 'gpt-4', ['streaming', 'tools']],
    ['openai', 'o3-mini', ['streaming', 'tools', 'structured_output', 'reasoning']],
    ['openai', 'gpt-5.6-sol', ['streaming', 'tools', 'structured_output', 'vision', 'reasoning']],
    ['openai', 'text-embedding-3-small', []],
    ['anthropic', 'claude-3-haiku-20240307', ['streaming', 'tools', 'vision']],
    ['anthropic', 'claude-haiku-4-5', ['streaming', 'tools', 'structured_output', 'vision', 'reasoning']],
    ['google', 'gemini-2.5-pro', ['streaming', 'tools', 'structured_output', 'vision', 'reasoning']],
    ['mistral', 'codestral-2508', ['streaming', 'tools', 'structured_output']],
    ['mistral', 'mistral-embed', []],
  ])('of %s/%s are %j', (provider, name, supports) => {
    expect(capabilitiesOf(provider, name).supports).toEqual(supports);
  });
});
