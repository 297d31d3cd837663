import { TOKEN_ENCODINGS } from '../model/model.ts';
import type { TokenCounter } from '../token/token-counter.ts';
import { literalTextOf } from './liquid.ts';
import { fillPlaceholders, parsePlaceholders } from './placeholders.ts';
import type { TemplateContent, TokenEstimate } from './template.ts';
import { toMessages } from './template-messages.ts';
import { textsOf } from './template.ts';
import { toText } from './template-values.ts';

/** What the version costs before a value is in it, for each encoding: every branch of a liquid text is counted. */
export async function estimateTokens(
  counter: TokenCounter,
  content: TemplateContent,
): Promise<TokenEstimate[]> {
  const defaults = new Map(content.variables.map((variable) => [variable.name, toText(variable.default)]));
  const texts = textsOf(content.body).map((text) =>
    content.format === 'liquid'
      ? literalTextOf(text)
      : fillPlaceholders(parsePlaceholders(text), (name) => defaults.get(name) ?? ''),
  );
  const messages = toMessages(content, texts, 'include');
  return Promise.all(
    TOKEN_ENCODINGS.map(async (encoding) => {
      const { tokens, method } = await counter.countMessages(messages, encoding);
      return { encoding, tokens, exact: method === 'exact' };
    }),
  );
}
