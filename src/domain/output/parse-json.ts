import { fencedBlocks } from './fenced-blocks.ts';
import { findValue, isDeeperThan, withoutTrailingCommas } from './json-scan.ts';

/** What was done to a model's text before it was JSON. Nothing else is repaired. */
export type JsonRepair = 'prose_removed' | 'fence_removed' | 'trailing_commas_removed';

export type ParsedJson =
  | { kind: 'parsed'; value: unknown; repairs: readonly JsonRepair[] }
  /** `reason` is in words that whoever wrote the text can act on. */
  | { kind: 'invalid'; reason: string };

export const JSON_LIMITS = { maxLength: 1_000_000, maxDepth: 100 };

/** More places than this that could be the JSON are too many for one to be meant. */
const MAX_CANDIDATES = 100;

/**
 * The JSON in a model's answer: the whole text, the one fenced block, or the one object or list amid prose. Two that
 * differ are none, because nothing says which is meant; and a part of JSON that is wrong or cut off is no answer.
 * Single quotes, comments and NaN are not JSON.
 */
export function parseJson(text: string): ParsedJson {
  if (text.length > JSON_LIMITS.maxLength) {
    return invalid(`the text has ${text.length} characters, and at most ${JSON_LIMITS.maxLength} are read`);
  }
  const whole = text.replace(/^\uFEFF/, '').trim();
  if (whole === '') return invalid('the text is empty');
  const direct = parseOne(whole);
  return direct.kind === 'parsed' ? direct : fromParts(whole, direct);
}

function invalid(reason: string): ParsedJson {
  return { kind: 'invalid', reason };
}

function parseOne(text: string): ParsedJson {
  if (isDeeperThan(text, JSON_LIMITS.maxDepth)) {
    return invalid(`the JSON is nested deeper than ${JSON_LIMITS.maxDepth} levels`);
  }
  const strict = tryParse(text);
  if (strict.kind === 'parsed') return strict;
  const repaired = withoutTrailingCommas(text);
  if (repaired === text) return strict;
  const lenient = tryParse(repaired);
  return lenient.kind === 'parsed' ? { ...lenient, repairs: ['trailing_commas_removed'] } : strict;
}

function tryParse(text: string): ParsedJson {
  try {
    return { kind: 'parsed', value: JSON.parse(text) as unknown, repairs: [] };
  } catch (error) {
    return invalid(`the text is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function fromParts(text: string, direct: ParsedJson): ParsedJson {
  const blocks = jsonBlocks(text);
  if (blocks.length > 0) return onlyOne(blocks.map(parseOne), 'fence_removed') ?? direct;
  return onlyOne(valuesInProse(text), 'prose_removed') ?? direct;
}

/** The fenced blocks that say they are JSON or, when none does, those without a language that look like it. */
function jsonBlocks(text: string): string[] {
  const blocks = fencedBlocks(text).filter(({ closed }) => closed);
  const named = blocks.filter(({ language }) => language === 'json');
  const meant =
    named.length > 0
      ? named
      : blocks.filter(({ language, content }) => language === '' && /^\s*[[{]/.test(content));
  return meant.map(({ content }) => content);
}

/** The value that all candidates agree on; the first reason when one is no JSON; null when there is none. */
function onlyOne(candidates: readonly ParsedJson[], repair: JsonRepair): ParsedJson | null {
  const [first] = candidates;
  if (first === undefined) return null;
  let text: string | null = null;
  for (const candidate of candidates) {
    if (candidate.kind === 'invalid') return candidate;
    const other = JSON.stringify(candidate.value);
    if (text !== null && other !== text) {
      return invalid(`the text has ${candidates.length} JSON values that differ; it must have one`);
    }
    text = other;
  }
  return first.kind === 'invalid' ? first : { ...first, repairs: [repair, ...first.repairs] };
}

/** Objects and lists amid prose, and what looks like one and is wrong or cut off. Brackets of prose are left out. */
function valuesInProse(text: string): ParsedJson[] {
  const found: ParsedJson[] = [];
  let tried = 0;
  for (let next = findValue(text, 0, JSON_LIMITS.maxDepth); next !== null; tried++) {
    if (next.end === null) {
      found.push(invalid('the JSON is cut off, has brackets that do not match, or is nested too deeply'));
      break;
    }
    if (tried > MAX_CANDIDATES) {
      found.push(invalid('the text has too many brackets to tell which are the JSON'));
      break;
    }
    const candidate = text.slice(next.start, next.end);
    const parsed = parseOne(candidate);
    // `[see above]` and `{name}` are prose
    if (parsed.kind === 'parsed' || /[":]/.test(candidate)) found.push(parsed);
    next = findValue(text, next.end, JSON_LIMITS.maxDepth);
  }
  return found;
}
