import type { Transformed } from './transform.ts';
import { failed, transformed } from './transform.ts';

/** Each value is looked for in the whole text. */
const MAX_LENGTH = 10_000;

/**
 * The value that the text is, then the one it is but for case, quotes and a full stop, then the only one that it mentions
 * as whole words. A longer value hides a shorter one inside it, and what follows a negation is not what is meant.
 */
export function transformToEnum(text: string, values: readonly string[]): Transformed<string> {
  if (text.length > MAX_LENGTH) return failed('the answer is too long to be one of the values');
  if (values.includes(text)) return transformed(text);
  const bare = text.replace(/^["'`*_“‘(]+/, '').replace(/["'`*_”’).!]{1,20}$/, '');
  if (values.includes(bare)) return transformed(bare);
  const same = values.filter((value) => value.toLowerCase() === bare.toLowerCase());
  if (same[0] !== undefined && same.length === 1) return transformed(same[0]);
  if (same.length > 1) return failed(`the answer is ${same.join(' or ')}, which differ in case only`);
  const { mentioned, negated } = mentionsOf(text.toLowerCase(), values);
  const [first, ...others] = mentioned;
  if (first !== undefined && others.length === 0 && !negated) return transformed(first);
  const allowed = `it must be one of ${values.slice(0, 20).join(', ')}${values.length > 20 ? ', …' : ''}`;
  if (mentioned.length === 0) return failed(`the answer names none of the values; ${allowed}`);
  if (negated) return failed(`the answer says what it is not; ${allowed}`);
  return failed(`the answer names ${mentioned.length} of the values; ${allowed}`);
}

const NEGATION = /(?:\b(?:not|never|neither|nor|cannot|no)|n['’]t)(?:\s+\w+){0,2}\s*["'`*_]*$/;

function mentionsOf(text: string, values: readonly string[]): { mentioned: string[]; negated: boolean } {
  const mentioned: string[] = [];
  let negated = false;
  let rest = text;
  for (const value of [...values].sort((one, other) => other.length - one.length)) {
    const word = value.toLowerCase();
    const places = placesOf(rest, word);
    if (places.length === 0) continue;
    mentioned.push(value);
    negated ||= places.some((at) => NEGATION.test(text.slice(Math.max(0, at - 60), at)));
    rest = hide(rest, places, word.length);
  }
  return { mentioned, negated };
}

/** Where a word stands with no letter or digit at either side. */
function placesOf(text: string, word: string): number[] {
  const places: number[] = [];
  if (word === '') return places;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
    if (isWordPart(text.slice(0, at), -1) || isWordPart(text.slice(at + word.length), 0)) continue;
    places.push(at);
  }
  return places;
}

function isWordPart(text: string, at: number): boolean {
  return /[\p{L}\p{N}_\ud800-\udfff]/u.test(text.at(at) ?? '');
}

function hide(text: string, places: readonly number[], length: number): string {
  const parts: string[] = [];
  let from = 0;
  for (const at of places) {
    parts.push(text.slice(from, at), '\0'.repeat(length));
    from = at + length;
  }
  return parts.join('') + text.slice(from);
}
