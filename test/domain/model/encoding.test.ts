import { expect, test } from 'vitest';
import { encodingFor } from '../../../src/domain/model/encoding.ts';

test.each([
  ...[
    'gpt-4o',
    'gpt-4o-mini-2024-07-18',
    'gpt-4.1-nano',
    'gpt-4.5-preview',
    'gpt-5',
    'gpt-5.6-luna',
    'gpt-6-sol',
  ],
  ...[
    'o1',
    'o3-mini',
    'o4-mini',
    'chatgpt-4o-latest',
    'gpt-oss-120b',
    'ft:gpt-4o-2024-08-06:acme::1',
    'sandbox-fill',
    'mistral',
  ],
])('%s is counted with o200k_base', (name) => {
  expect(encodingFor(name)).toBe('o200k_base');
});

test.each([
  ...['gpt-4', 'gpt-4-0613', 'gpt-4-turbo', 'gpt-3.5-turbo', 'gpt-35-turbo-16k', 'text-embedding-3-small'],
  ...['text-embedding-ada-002', 'ft:gpt-3.5-turbo-0125:acme::1'],
])('%s is counted with cl100k_base', (name) => {
  expect(encodingFor(name)).toBe('cl100k_base');
});

test.each([
  ['text-davinci-003', 'p50k_base'],
  ['text-davinci-001', 'r50k_base'],
  ['davinci', 'r50k_base'],
] as const)('%s is counted with %s', (name, encoding) => {
  expect(encodingFor(name)).toBe(encoding);
});
