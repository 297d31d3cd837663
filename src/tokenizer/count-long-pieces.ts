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
  /** Where the pieces begin that tiktoken has not counted yet. */
  let open = 0;
  let start = 0;
  for (const end of ends) {
    if (end - start > pieceMin) {
      tokens += countTokens(text.slice(open, start), encoding);
      const piece = Buffer.from(text.slice(start, end));
      if (piece.length > pieceMaxBytes) return null;
      tokens += countPiece(piece, loadVocabulary(encoding));
      open = end;
    }
    start = end;
  }
  return tokens + countTokens(text.slice(open), encoding);
}
