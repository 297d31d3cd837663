import type { TokenEncoding } from '../domain/model/model.ts';

// The patterns of tiktoken's encodings (`pat_str`) in JavaScript's words. There, `\s` is Unicode's white space and
// (?i:) takes the long s for an s. Every character is part of a match.
const CONTRACTION = "(?:'(?:[sSſ]|[tT]|[rR][eE]|[vV][eE]|[mM]|[lL][lL]|[dD]))";
const UPPER = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]';
const LOWER = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
const SPACES = '\\p{White_Space}+(?!\\P{White_Space})|\\p{White_Space}+';
const BREAKS = '\\p{White_Space}*[\\r\\n]+';

const P50K = `'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\p{White_Space}\\p{L}\\p{N}]+` + `|${SPACES}`;

const PATTERNS: Record<TokenEncoding, string> = {
  o200k_base:
    `[^\\r\\n\\p{L}\\p{N}]?${UPPER}*${LOWER}+${CONTRACTION}?|[^\\r\\n\\p{L}\\p{N}]?${UPPER}+${LOWER}*${CONTRACTION}?` +
    `|\\p{N}{1,3}| ?[^\\p{White_Space}\\p{L}\\p{N}]+[\\r\\n/]*|${BREAKS}|${SPACES}`,
  cl100k_base:
    `${CONTRACTION}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\p{White_Space}\\p{L}\\p{N}]+[\\r\\n]*` +
    `|${BREAKS}|${SPACES}`,
  p50k_base: P50K,
  r50k_base: P50K,
};

/** Characters that Unicode 17 added. tiktoken 1.0.22 (Unicode 16) takes them for symbols, a newer Node for letters or marks. */
const ADDED_LATELY =
  '88f c5c cdc 1acf-1add 1ae0-1aeb a7ce-a7f1 10940-1095f 10ec5-10ec7 10efa-10efb 11b60-11b6f 11db0-11def ' +
  '16ea0-16ed3 16ff2-16ff6 187f8-187ff 18d09-18d1e 18d80-18df2 1e6c0-1e6ff 2b73a-2b73f 2cea2-2cead 323b0-3347f';

/** Where tiktoken splits beside one of these cannot be said here: the above, and what this Node doesn't know. */
const UNCERTAIN = new RegExp(
  `[\\p{Cn}${ADDED_LATELY.replace(/[0-9a-f]+/g, '\\u{$&}').replaceAll(' ', '')}]`,
  'u',
);

/**
 * The ends of the pieces that tiktoken splits the text into, each counted by itself; null when it has a character
 * of which that isn't certain.
 */
export function splitPieces(text: string, encoding: TokenEncoding): Iterable<number> | null {
  return UNCERTAIN.test(text) ? null : endsOfPieces(text, encoding);
}

function* endsOfPieces(text: string, encoding: TokenEncoding): Generator<number> {
  const pattern = new RegExp(PATTERNS[encoding], 'gu');
  while (pattern.test(text)) yield pattern.lastIndex;
}
