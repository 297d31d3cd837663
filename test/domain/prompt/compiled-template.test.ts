import { expect, test } from 'vitest';
import { ValidationError } from '../../../src/domain/errors.ts';
import { compileTemplate } from '../../../src/domain/prompt/compiled-template.ts';
import type { TemplateVersion } from '../../../src/domain/prompt/template.ts';
import { systemClock } from '../../../src/lib/clock.ts';
import { tellTime } from '../../support/proof.ts';

const VERSION: Omit<TemplateVersion, 'body'> = {
  projectId: 'default',
  templateId: 'large',
  number: 1,
  publishId: 'publish',
  note: null,
  author: 'admin',
  createdAt: 0,
  format: 'simple',
  variables: [],
  examples: [],
  model: null,
  parameters: {},
  parametersByModel: [],
  responseSchema: null,
  tokenEstimates: [],
};

test('a text that would be too long with its values is refused before it is built', async () => {
  const text = `${'x'.repeat(40_000)}${'{value}'.repeat(10_000)}`;
  const values = new Map([['value', 'ä'.repeat(500_000)]]);
  const startedAt = performance.now();
  const template = compileTemplate({ ...VERSION, body: { kind: 'text', text } }, new Map(), systemClock);
  const error: unknown = await template.render(values, 1_000_000).catch((caught: unknown) => caught);
  const ms = performance.now() - startedAt;
  expect(error).toBeInstanceOf(ValidationError);
  // 10 GB: more than a string can have
  expect((error as ValidationError).fields[0]?.message).toMatch(/it would be 10000040000$/);
  tellTime('100 KB, 10,000 placeholders and a value of 1 MB, refused', ms, 10);
});
