import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSecretBox, isSealed } from '../../../src/domain/secret/secret-box.ts';
import type { SecretPlace } from '../../../src/domain/secret/secret-box.ts';

const PLACE: SecretPlace = ['provider_key', 'acme', 'openai'];
const [older, newer] = [randomBytes(32), randomBytes(32)];

describe('a sealed text', () => {
  test('opens in its place, whatever it is, and shows nothing of itself', () => {
    const box = createSecretBox([newer]);
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), (text) => {
        const sealed = box.seal(text, PLACE);
        expect(isSealed(sealed)).toBe(true);
        expect(box.open(sealed, PLACE)).toBe(text);
        expect(Buffer.from(sealed).includes(Buffer.from(text))).toBe(false);
      }),
    );
  });

  test('is another one each time', () => {
    const box = createSecretBox([newer]);
    expect(box.seal('a secret', PLACE)).not.toBe(box.seal('a secret', PLACE));
  });

  test.each<[string, SecretPlace]>([
    ['another project', ['provider_key', 'globex', 'openai']],
    ['another record', ['provider_key', 'acme', 'anthropic']],
    ['another kind', ['webhook', 'acme', 'openai']],
    ['parts that are cut elsewhere', ['provider_key', 'acme","openai', '']],
  ])('does not open for %s', (_, place) => {
    const box = createSecretBox([newer]);
    expect(box.open(box.seal('a secret', PLACE), place)).toBeNull();
  });

  test('does not open with any of its characters changed', () => {
    const box = createSecretBox([newer]);
    const sealed = box.seal('a secret', PLACE);
    fc.assert(
      fc.property(
        fc.nat(sealed.length - 1),
        fc.constantFrom(...'ABab01-_.'),
        fc.boolean(),
        (index, character, isCut) => {
          const changed = sealed.slice(0, index) + (isCut ? '' : character) + sealed.slice(index + 1);
          // the last character of base64url has bits that say nothing
          fc.pre(changed !== sealed && index < sealed.length - 1);
          expect(box.open(changed, PLACE)).toBeNull();
        },
      ),
    );
  });

  test('opens with an earlier key as long as that is there, and says that the newest should seal it', () => {
    const sealed = createSecretBox([older]).seal('a secret', PLACE);
    const rotated = createSecretBox([newer, older]);
    expect(rotated.open(sealed, PLACE)).toBe('a secret');
    expect(rotated.isCurrent(sealed)).toBe(false);
    expect(rotated.isCurrent(rotated.seal('a secret', PLACE))).toBe(true);
    expect(createSecretBox([newer]).open(sealed, PLACE)).toBeNull();
  });

  test.each(['', 'whsec_MDEy', 'sk-proj-0123456789', 'sealed1.0123456789abcdef.'])(
    'is not %s, and that opens to nothing',
    (text) => {
      expect(isSealed(text)).toBe(false);
      expect(createSecretBox([newer]).open(text, PLACE)).toBeNull();
    },
  );
});
