import type { TokenEncoding } from '../domain/model/model.ts';
import { countPiece } from './count-piece.ts';
import { countTokens } from './encoder.ts';
import { splitPieces } from './split-pieces.ts';
import { loadVocabulary } from './vocabulary.ts';

export interface LongPieceOptions {
  /** Pieces of more UTF-16 units are counted here, the others by tiktoken. */
  pieceMin: number;
  /** Pieces of more bytes are not counted: a piece takes about 50 bytes of memory for each of its own. */
  pieceMaxBytes: number;
}

const WHITE_SPACE = /^\p{White_Space}+$/u;

/** tiktoken takes a millisecond for as much. */
const DEFAULTS: LongPieceOptions = { pieceMin: 512, pieceMaxBytes: 4_194_304 };

/**
 * Tokens of a text with pieces that are too long for tiktoken, such as a million times the same letter: as many as
 * it would find. Null when the text cannot be split with certainty, or has a piece that is too long for this as well.
 */
export function countLongPieces(
  text: string,
  encoding: TokenEncoding,
  { pieceMin, pieceMaxBytes }: LongPieceOptions = DEFAULTS,
): number | null {
  const ends = splitPieces(text, encoding);
  if (ends === null) return null;
  let tokens = 0;
  /** Where the pieces begin that tiktoken has not counted yet, the last of them, and the one that is looked at. */
  let open = 0;
  let last = 0;
  let start = 0;

  function countAlone(from: number, to: number): void {
    tokens += countPiece(Buffer.from(text.slice(from, to)), loadVocabulary(encoding));
  }

  for (const end of ends) {
    if (end - start > pieceMin) {
      if (Buffer.byteLength(text.slice(start, end)) > pieceMaxBytes) return null;
      // white space would be split differently if the text ended behind it
      const isSpace = open < start && WHITE_SPACE.test(text.slice(last, start));
      tokens += countTokens(text.slice(open, isSpace ? last : start), encoding);
      if (isSpace) countAlone(last, start);
      countAlone(start, end);
      open = end;
    }
    last = start;
    start = end;
  }
  return tokens + countTokens(text.slice(open), encoding);
}
