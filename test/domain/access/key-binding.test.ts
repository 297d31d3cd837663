import { describe, expect, test } from 'vitest';
import { requireModels } from '../../../src/domain/access/key-binding.ts';
import { ADMIN_PRINCIPAL } from '../../../src/domain/access/principal.ts';

const keyFor = (...models: string[]) => ({ ...ADMIN_PRINCIPAL, models });
const openai = {
  id: 'gpt-4o-2024-08-06',
  name: 'gpt-4o-2024-08-06',
  family: 'gpt-4o',
  provider: 'openai',
};
/** The same model at a host, which a bare name never means. */
const hosted = { id: 'gpt-4o', name: 'azure/gpt-4o', family: 'gpt-4o', provider: 'azure' };

describe('a key that names a model', () => {
  test.each(['gpt-4o', 'gpt-4o-2024-08-06', 'openai/gpt-4o', 'openai/gpt-4o-2024-08-06'])(
    'as %s may call it',
    (name) => {
      expect(() => requireModels(keyFor(name), [openai])).not.toThrow();
    },
  );

  test('may not call what another provider has under the same id', () => {
    expect(() => requireModels(keyFor('gpt-4o'), [hosted])).toThrow('"azure/gpt-4o" is not: gpt-4o');
    expect(() => requireModels(keyFor('azure/gpt-4o'), [hosted])).not.toThrow();
    expect(() => requireModels(keyFor('azure/gpt-4o'), [openai])).toThrow('"gpt-4o-2024-08-06" is not');
  });

  test('has to name every one that a call can fall back to', () => {
    expect(() => requireModels(keyFor('gpt-4o'), [openai, hosted])).toThrow('models: ');
    expect(() => requireModels(keyFor('gpt-4o', 'azure/gpt-4o'), [openai, hosted])).not.toThrow();
  });
});
