/** How servers that speak the Chat Completions protocol differ from OpenAI's own. */
export interface ChatDialect {
  /**
   * The field that caps the answer of a model without reasoning. OpenAI deprecated `max_tokens`; most other servers know only
   * that one and ignore the new field, which would leave the answer without a cap. Models that reason get
   * `max_completion_tokens` everywhere, because they refuse the old one.
   */
  maxTokensField: 'max_completion_tokens' | 'max_tokens';
  /** True when instructions to a reasoning model have the role `developer`; other servers know only `system`. */
  takesDeveloperRole: boolean;
  /** False when `stream_options` makes the server refuse the request. */
  takesStreamOptions: boolean;
  /** What vectors are asked for as. Base64 is a third of the bytes, but not every server knows it. */
  embeddingFormat: 'base64' | 'float';
}

const OPENAI_DIALECT: ChatDialect = {
  maxTokensField: 'max_completion_tokens',
  takesDeveloperRole: true,
  takesStreamOptions: true,
  embeddingFormat: 'base64',
};
const COMPATIBLE_DIALECT: ChatDialect = {
  maxTokensField: 'max_tokens',
  takesDeveloperRole: false,
  takesStreamOptions: true,
  embeddingFormat: 'float',
};
/** Mistral answers `stream_options` with 422 (openai/openai-agents-python#442); its streams have their usage unasked. */
const MISTRAL_DIALECT: ChatDialect = { ...COMPATIBLE_DIALECT, takesStreamOptions: false };

/** OpenAI's own addresses (null, api.openai.com and its regions) and the sandbox speak OpenAI's dialect. */
export function dialectOf(baseUrl: string | null, sandbox: boolean): ChatDialect {
  if (sandbox || baseUrl === null) return OPENAI_DIALECT;
  const { hostname } = new URL(baseUrl);
  if (isHostOf(hostname, 'api.openai.com')) return OPENAI_DIALECT;
  return isHostOf(hostname, 'mistral.ai') ? MISTRAL_DIALECT : COMPATIBLE_DIALECT;
}

function isHostOf(hostname: string, domain: string): boolean {
  return hostname === domain || hostname.endsWith(`.${domain}`);
}
