import type { TokenEncoding } from '../domain/model/model.ts';
import { messageOverhead, messageTexts } from '../domain/token/message-overhead.ts';
import { sumCounts } from '../domain/token/token-counter.ts';
import type { TokenCount, TokenCounter } from '../domain/token/token-counter.ts';
import { createCountCache } from './count-cache.ts';
import type { CountCache } from './count-cache.ts';
import { createCountingThread } from './counting-thread.ts';
import { countTokens, loadEncoding } from './encoder.ts';
import { longestRun } from './longest-run.ts';

export interface TiktokenCounterOptions {
  /**
   * Milliseconds that one request may be counted for in the worker thread before it gets an upper bound.
   * @default 2000
   */
  workerDeadlineMs?: number;
  /**
   * Called when the worker thread cannot start or dies, which costs nothing but the exactness of the count;
   * for the log.
   */
  onWorkerError?: (error: unknown) => void;
}

/**
 * The encoding of the models in use today. Others are loaded in the worker thread, where loading stops
 * nobody.
 */
const INLINE_ENCODING: TokenEncoding = 'o200k_base';
/** At most this is counted on the event loop, in UTF-8 bytes: about 5 ms of ordinary text. */
const INLINE_MAX_BYTES = 16_384;
/** A run this long takes about 0.2 ms to merge, so that a text full of them stays below 10 ms. */
const INLINE_MAX_RUN = 512;
/** What the counting of any text costs on top of its bytes, as bytes. */
const TEXT_OVERHEAD_BYTES = 32;
const CACHE_MAX_BYTES = 4_194_304;
const WORKER_DEADLINE_MS = 2000;

/**
 * Counts as tiktoken does. Short text is counted at once, long text and text with long runs in a worker
 * thread. What isn't counted by the deadline has as many tokens as bytes, which no count can exceed. Loading
 * the encoding takes a fifth of a second, now; text with long runs takes as long once more, the first time.
 */
export function createTiktokenCounter(options: TiktokenCounterOptions = {}): TokenCounter {
  loadEncoding(INLINE_ENCODING);
  const thread = createCountingThread({
    deadlineMs: options.workerDeadlineMs ?? WORKER_DEADLINE_MS,
    onError: options.onWorkerError,
  });
  const caches = new Map<TokenEncoding, CountCache>();

  function cacheOf(encoding: TokenEncoding): CountCache {
    const cache = caches.get(encoding) ?? createCountCache(CACHE_MAX_BYTES);
    caches.set(encoding, cache);
    return cache;
  }

  async function countTexts(
    texts: readonly string[],
    encoding: TokenEncoding,
  ): Promise<readonly TokenCount[]> {
    const cache = cacheOf(encoding);
    const known = texts.map((text) => cache.get(text));
    const unknown = texts.filter((_, index) => known[index] === undefined);
    const counts =
      encoding === INLINE_ENCODING && isQuick(unknown)
        ? unknown.map((text) => countTokens(text, encoding))
        : await thread.count({ texts: unknown, encoding });
    const newCounts = counts.values();
    return texts.map((text, index) => {
      const tokens = known[index] ?? newCounts.next().value ?? null;
      if (tokens === null) return { tokens: Buffer.byteLength(text), method: 'bound' };
      cache.set(text, tokens);
      return { tokens, method: 'exact' };
    });
  }

  return {
    async countText(text, encoding) {
      return sumCounts(await countTexts([text], encoding));
    },
    countTexts,
    async countMessages(messages, encoding) {
      const texts = await countTexts(messages.flatMap(messageTexts), encoding);
      return sumCounts([...texts, messageOverhead(messages)]);
    },
    close: () => thread.close(),
  };
}

/** True when the texts together can be counted without holding up other requests. */
function isQuick(texts: readonly string[]): boolean {
  let bytes = 0;
  for (const text of texts) {
    bytes += TEXT_OVERHEAD_BYTES + text.length;
    if (bytes > INLINE_MAX_BYTES) return false;
    bytes += Buffer.byteLength(text) - text.length;
  }
  return bytes <= INLINE_MAX_BYTES && texts.every((text) => longestRun(text) <= INLINE_MAX_RUN);
}
