// Counts long texts in a thread of its own. One request at a time; each is answered by one `started` and a
// `counted` per text.
import { parentPort, workerData } from 'node:worker_threads';
import type { TokenEncoding } from '../domain/model/model.ts';
import { countLongPieces } from './count-long-pieces.ts';
import { countTokens, loadEncoding } from './encoder.ts';
import { longestRun } from './longest-run.ts';

export interface CountingOptions {
  deadlineMs: number;
}

export interface CountingRequest {
  texts: readonly string[];
  encoding: TokenEncoding;
}

export type CountingMessage =
  /** The encoding is loaded: from now on it is the texts that take time. */
  | { kind: 'started' }
  /** Tokens of the text at `index`; null when they cannot be counted before the deadline. */
  | { kind: 'counted'; index: number; tokens: number | null };

/** tiktoken merges a run this long as fast as ordinary text, or half as fast. */
const LONG_RUN_BYTES = 512;
/**
 * A fast machine's tiktoken merges a run of n bytes in about n² times this. What takes it longer than the deadline
 * is not begun.
 */
const MS_PER_SQUARED_BYTE = 0.5e-6;

const { deadlineMs } = workerData as CountingOptions;

function answer(message: CountingMessage): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', ({ texts, encoding }: CountingRequest) => {
  loadEncoding(encoding);
  answer({ kind: 'started' });
  for (const [index, text] of texts.entries()) {
    answer({ kind: 'counted', index, tokens: count(text, encoding) });
  }
});

function count(text: string, encoding: TokenEncoding): number | null {
  const run = longestRun(text);
  if (run <= LONG_RUN_BYTES) return countTokens(text, encoding);
  const tokens = countLongPieces(text, encoding);
  if (tokens !== null) return tokens;
  return run ** 2 * MS_PER_SQUARED_BYTE > deadlineMs ? null : countTokens(text, encoding);
}
