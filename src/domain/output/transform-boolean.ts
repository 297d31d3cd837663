import type { Transformed } from './transform.ts';
import { failed, transformed } from './transform.ts';

const YES = new Set(['yes', 'yeah', 'yep', 'true', 'correct']);
const NO = new Set(['no', 'nope', 'false', 'incorrect']);
/** Starts that are no answer though their first word is one. */
const UNDECIDED =
  /^(?:no (?:idea|problem|doubt|answer|way to)|yes and no|yes or no|(?:true|false) (?:or|and)) ?\b/;

/** Yes, no, true or false at the start of the answer. */
export function transformToBoolean(text: string): Transformed<boolean> {
  const start = text
    .slice(0, 200)
    .toLowerCase()
    .replace(/[*_`"'“”‘’]/g, '')
    .replace(/^\s*(?:(?:the |my |final )*(?:answer|result)(?: is)?\s*[:=-]?\s*)/, '')
    .trimStart();
  const word = /^[a-z]+(?![\w-])/.exec(start)?.[0] ?? '';
  if (!UNDECIDED.test(start)) {
    if (YES.has(word)) return transformed(true);
    if (NO.has(word)) return transformed(false);
  }
  return failed('the answer does not start with yes, no, true or false');
}
