import type { Thoughts } from '../../domain/provider/provider.ts';
import { toRecord } from '../token-number.ts';
import { nonEmpty, textOf } from './answer-fields.ts';

/** Characters of thoughts that are kept to be counted; 200,000 tokens have about as many. */
const KEPT_CHARS_MAX = 1_000_000;
/** OpenRouter's words for thoughts that are not shown as they were. */
const HIDDEN_DETAILS = new Set<unknown>(['reasoning.summary', 'reasoning.encrypted']);

/** What a model lets be seen of its thoughts, in the `message` of an answer or in the `delta`s of a stream. */
export class VisibleThoughts {
  #kept = '';
  #chars = 0;
  #isSummary = false;

  /** Takes what the message has of thoughts, and gives it; '' when nothing. */
  add(message: Record<string, unknown>): string {
    const text = thoughtsIn(message);
    this.#kept += text.slice(0, KEPT_CHARS_MAX - this.#kept.length);
    this.#chars += text.length;
    const details: unknown = message['reasoning_details'];
    this.#isSummary ||=
      Array.isArray(details) && details.some((detail) => HIDDEN_DETAILS.has(toRecord(detail)?.['type']));
    return text;
  }

  /** For the answer that they belong to; nothing when there were none. */
  toFields(): { thoughts?: Thoughts } {
    if (this.#chars === 0 && !this.#isSummary) return {};
    return { thoughts: { text: this.#kept, chars: this.#chars, isSummary: this.#isSummary } };
  }
}

/** DeepSeek and vLLM have `reasoning_content`, OpenRouter and newer servers `reasoning`, some both with the same; Mistral has parts of content. */
function thoughtsIn({ reasoning_content: older, reasoning, content }: Record<string, unknown>): string {
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return (
    nonEmpty(older) ??
    nonEmpty(reasoning) ??
    parts.map((part) => textOf(toRecord(part)?.['thinking']) ?? '').join('')
  );
}
