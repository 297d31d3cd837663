import { createHash } from 'node:crypto';
import { randomNumbers } from './random-numbers.ts';

/** Positions that one feature moves. */
const POSITIONS = 16;
/** What each vector has of one that all share, so that none is empty and any two are a little alike, as those of real models are. */
const SHARED_WEIGHT = 0.25;
const WORD_WEIGHT = 1;
const PART_WEIGHT = 0.2;

/**
 * A unit vector of a text, always the same: texts with the same words in whatever order have the same one, texts with some of the same words
 * or with words of the same parts similar ones. With fewer dimensions it is the beginning of the longer vector, made a unit again, as with
 * OpenAI's models.
 */
export function vectorOf(text: string, model: string, length: number, dimensions: number): Float32Array {
  const sums = new Float64Array(length);
  addFeature(sums, `model ${model}`, SHARED_WEIGHT, length);
  for (const [word, count] of wordCounts(text)) {
    // each time a word is repeated adds less
    const weight = Math.log2(1 + count);
    addFeature(sums, `${model} word ${word}`, WORD_WEIGHT * weight, POSITIONS);
    for (const part of partsOf(word))
      addFeature(sums, `${model} part ${part}`, PART_WEIGHT * weight, POSITIONS);
  }
  return toUnit(sums.subarray(0, dimensions));
}

/** Moves so many positions by plus or minus the weight, in all about as far for one as for many of them. */
function addFeature(sums: Float64Array, feature: string, weight: number, positions: number): void {
  const random = randomNumbers(createHash('sha1').update(feature).digest().readUInt32LE(0));
  const step = weight / Math.sqrt(positions);
  for (let count = 0; count < positions; count += 1) {
    const position = positions === sums.length ? count : Math.floor(random() * sums.length);
    sums[position] = (sums[position] ?? 0) + (random() < 0.5 ? -step : step);
  }
}

function wordCounts(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu)) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
}

/** Three letters each, with the edges of the word. */
function partsOf(word: string): string[] {
  const edged = `<${word.slice(0, 40)}>`;
  return Array.from({ length: Math.max(0, edged.length - 2) }, (_, at) => edged.slice(at, at + 3));
}

function toUnit(values: Float64Array): Float32Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  const norm = Math.sqrt(squares);
  return Float32Array.from(values, (value) => value / norm);
}
