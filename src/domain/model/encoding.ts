import type { TokenEncoding } from './model.ts';

/**
 * Names and what their encoding is, the first match wins. From tiktoken's own table (`tiktoken/model.py`,
 * `model_to_encoding.json`); the families that are newer than the table (gpt-5.x, gpt-6, gpt-oss) keep
 * o200k_base, whose ordinary tokens o200k_harmony shares.
 */
const ENCODING_BY_NAME: readonly (readonly [RegExp, TokenEncoding])[] = [
  [/^(gpt-4o|gpt-4\.|gpt-[56]|gpt-oss|gpt-chat|chatgpt-|codex-mini|sandbox-|o\d)/, 'o200k_base'],
  [/^(gpt-4|gpt-3|text-embedding-)/, 'cl100k_base'],
  [/^(text-davinci-00[23]|code-(davinci|cushman)-)/, 'p50k_base'],
  [/^(text-)?(davinci|curie|babbage|ada)\b/, 'r50k_base'],
];

/**
 * The encoding of a model by its name; of a fine-tuned model, that of its base. An unknown name has the
 * newest, o200k_base.
 */
export function encodingFor(modelName: string): TokenEncoding {
  const name = modelName.replace(/^ft:/, '');
  return ENCODING_BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'o200k_base';
}

/** False for the models of makers whose tokenizers tiktoken doesn't have: Claude, Gemini and others. */
export function hasTiktokenEncoding(provider: string, modelName: string): boolean {
  return provider === 'openai' || /\bgpt-oss-/.test(modelName);
}
