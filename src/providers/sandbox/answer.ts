import type { TokenEncoding } from '../../domain/model/model.ts';
import { randomNumbers } from './random-numbers.ts';

/** A text whose pieces are its tokens: joined and counted again, they are as many. */
export interface Answer {
  pieces: readonly string[];
  /** `length` when there was more to say than the request allowed. */
  finishReason: 'stop' | 'length';
}

export interface AnswerOptions {
  /** 32 bits that decide every word. */
  seed: number;
  encoding: TokenEncoding;
  /** Most tokens of the answer, at least 1. */
  maxTokens: number;
  /** True to go on until `maxTokens` is reached. */
  fill: boolean;
}

/** Says who speaks. The tokens of `[sandbox]` in each encoding; every beginning of the list is made of as many tokens. */
const OPENINGS: Readonly<Record<TokenEncoding, readonly string[]>> = {
  o200k_base: ['[s', 'andbox', ']'],
  cl100k_base: ['[s', 'andbox', ']'],
  p50k_base: ['[', 'sand', 'box', ']'],
  r50k_base: ['[', 'sand', 'box', ']'],
};

// Each of these words, after a space, is one token in all four encodings, and so is the full stop. Tokens never cross from one word to
// the next, so a text of n of them has n tokens and nothing needs to be counted. A test counts.
const BEGINNINGS = words('The Each This Every Another');
const ARTICLES = words('the each every another one that this');
const ADJECTIVES = words(
  'small quiet clear simple bright early common careful useful green open long short steady modern plain warm patient narrow central',
);
const NOUNS = words(
  'river garden answer question teacher letter market window engine pattern city road story signal message bridge forest record machine',
);
const VERBS = words(
  'follows shows carries changes explains reaches crosses keeps brings supports describes connects finds marks',
);
const PREPOSITIONS = words(
  'near beside after before under behind toward without above across around inside through beyond',
);

const REFUSAL = [...words('I cannot help with that'), '.'];

const LONG_SENTENCE = [
  BEGINNINGS,
  ADJECTIVES,
  NOUNS,
  VERBS,
  ARTICLES,
  ADJECTIVES,
  NOUNS,
  PREPOSITIONS,
  ARTICLES,
  NOUNS,
];
const SHORT_SENTENCE = LONG_SENTENCE.slice(0, 7);
const SENTENCES_MAX = 5;
/** Makes other words of a seed for thoughts than for the answer after them. */
const THOUGHTS = 0x7407;

/** A few plain sentences, always the same for the same seed: 14 to 58 tokens unless `maxTokens` cuts them or `fill` goes on. */
export function writeAnswer({ seed, encoding, maxTokens, fill }: AnswerOptions): Answer {
  const random = randomNumbers(seed);
  const pieces = [...OPENINGS[encoding]];
  const sentences = fill ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * SENTENCES_MAX);
  for (let count = 0; count < sentences && pieces.length <= maxTokens; count += 1) {
    const sentence = count === 0 || random() < 0.5 ? LONG_SENTENCE : SHORT_SENTENCE;
    pieces.push(...writeSentence(sentence, random));
  }
  return cutAtLength(pieces, maxTokens);
}

/** What a model says instead of an answer that would not be safe. */
export function writeRefusal({ encoding, maxTokens }: Pick<AnswerOptions, 'encoding' | 'maxTokens'>): Answer {
  return cutAtLength([...OPENINGS[encoding], ...REFUSAL], maxTokens);
}

/** So many tokens of thinking, always the same for the same seed. */
export function writeThoughts(seed: number, tokens: number): readonly string[] {
  const random = randomNumbers(seed ^ THOUGHTS);
  const pieces: string[] = [];
  while (pieces.length < tokens) pieces.push(...writeSentence(LONG_SENTENCE, random));
  return pieces.slice(0, tokens);
}

/** The pieces up to the first of the stop sequences, null when none of them is in it. The last one can be part of a token. */
export function cutAtStop(pieces: readonly string[], stops: readonly string[]): readonly string[] | null {
  if (stops.length === 0) return null;
  const text = pieces.join('');
  const positions = stops.map((stop) => text.indexOf(stop)).filter((position) => position >= 0);
  if (positions.length === 0) return null;
  const end = Math.min(...positions);
  const kept: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    if (length >= end) break;
    kept.push(piece.slice(0, end - length));
    length += piece.length;
  }
  return kept;
}

function writeSentence(lists: readonly (readonly string[])[], random: () => number): string[] {
  return [...lists.map((list) => list[Math.floor(random() * list.length)] ?? ''), '.'];
}

function cutAtLength(pieces: readonly string[], maxTokens: number): Answer {
  return pieces.length > maxTokens
    ? { pieces: pieces.slice(0, maxTokens), finishReason: 'length' }
    : { pieces, finishReason: 'stop' };
}

function words(list: string): readonly string[] {
  return list.split(' ').map((word) => ` ${word}`);
}
