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
}

const OPENAI_DIALECT: ChatDialect = { maxTokensField: 'max_completion_tokens', takesDeveloperRole: true };
const COMPATIBLE_DIALECT: ChatDialect = { maxTokensField: 'max_tokens', takesDeveloperRole: false };

/** OpenAI's own addresses (null, api.openai.com and its regions) and the sandbox speak OpenAI's dialect. */
export function dialectOf(baseUrl: string | null, sandbox: boolean): ChatDialect {
  return sandbox || baseUrl === null || isOpenAiHost(new URL(baseUrl).hostname)
    ? OPENAI_DIALECT
    : COMPATIBLE_DIALECT;
}

function isOpenAiHost(hostname: string): boolean {
  return hostname === 'api.openai.com' || hostname.endsWith('.api.openai.com');
}
