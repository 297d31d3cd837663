import { depthOf, findValue, withoutTrailingCommas } from './json-scan.ts';

/** What was done to a model's text before it was JSON. Nothing else is repaired. */
export type JsonRepair = 'prose_removed' | 'fence_removed' | 'trailing_commas_removed';

export type ParsedJson =
  | { kind: 'parsed'; value: unknown; repairs: readonly JsonRepair[] }
  /** `reason` is in words that whoever wrote the text can act on. */
  | { kind: 'invalid'; reason: string };

export const JSON_LIMITS = { maxLength: 1_000_000, maxDepth: 100 };

/**
 * The JSON in a model's answer: the whole text, the one fenced block, or the one object or list amid prose. Two that
 * differ are none, because nothing says which is meant. What is cut off, single quotes, comments and NaN are not JSON.
 */
export function parseJson(text: string): ParsedJson {
  if (text.length > JSON_LIMITS.maxLength) {
    return invalid(`the text has ${text.length} characters, and at most ${JSON_LIMITS.maxLength} are read`);
  }
  const whole = text.replace(/^\uFEFF/, '').trim();
  if (whole === '') return invalid('the text is empty');
  const direct = parseOne(whole);
  if (direct.kind === 'parsed') return direct;
  const fenced = onlyOne(fencedBlocks(whole).map(parseOne), 'fence_removed');
  if (fenced !== null) return fenced;
  return onlyOne(valuesInProse(whole), 'prose_removed') ?? direct;
}

function invalid(reason: string): ParsedJson {
  return { kind: 'invalid', reason };
}

function parseOne(text: string): ParsedJson {
  if (depthOf(text) > JSON_LIMITS.maxDepth) {
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

/** The value of all that could be parsed, when it is one; null when nothing could. */
function onlyOne(candidates: readonly ParsedJson[], repair: JsonRepair): ParsedJson | null {
  const parsed = candidates.filter((candidate) => candidate.kind === 'parsed');
  const [first, ...others] = parsed;
  if (first === undefined) return null;
  const text = JSON.stringify(first.value);
  if (others.some((other) => JSON.stringify(other.value) !== text)) {
    return invalid(`the text has ${parsed.length} JSON values that differ; it must have one`);
  }
  return { ...first, repairs: [repair, ...first.repairs] };
}

/** What stands between lines of three or more backticks or tildes, without blocks of another language. */
function fencedBlocks(text: string): string[] {
  const blocks: string[] = [];
  let open: { mark: string; isJson: boolean; lines: string[] } | null = null;
  for (const line of text.split(/\r?\n/)) {
    const fence = /^\s*(`{3,}|~{3,})\s*([^\s`]*)/.exec(line);
    if (open === null) {
      if (fence === null) continue;
      const language = (fence[2] ?? '').toLowerCase();
      open = { mark: fence[1] ?? '', isJson: ['', 'json', 'jsonc', 'json5'].includes(language), lines: [] };
    } else if (fence !== null && fence[2] === '' && fence[1]?.startsWith(open.mark) === true) {
      if (open.isJson) blocks.push(open.lines.join('\n'));
      open = null;
    } else {
      open.lines.push(line);
    }
  }
  return blocks;
}

/** How many characters are looked at, at most, for each character of the text. */
const MAX_SCANS = 4;

function valuesInProse(text: string): ParsedJson[] {
  const found: ParsedJson[] = [];
  let budget = text.length * MAX_SCANS;
  let from = 0;
  while (budget > 0) {
    const candidate = findValue(text, from);
    if (candidate === null) break;
    const { start, end } = candidate;
    budget -= (end ?? text.length) - from;
    if (end === null) {
      from = start + 1;
      continue;
    }
    const parsed = parseOne(text.slice(start, end));
    if (parsed.kind === 'parsed') found.push(parsed);
    from = parsed.kind === 'parsed' ? end : start + 1;
  }
  return found;
}
