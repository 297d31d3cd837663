import { Allow, parse } from 'partial-json';
import { isDeeperThan } from './json-scan.ts';
import { JSON_LIMITS } from './parse-json.ts';

/** Reading starts at the front for each preview, so that a long stream is shown up to here. */
const MAX_LENGTH = 100_000;
const PARTS = Allow.OBJ | Allow.ARR | Allow.STR;

/**
 * What a stream's JSON is so far, for showing it as it grows; undefined when nothing can be shown. It says nothing about
 * the JSON being right or whole: only `parseJson` of the finished text does.
 */
export function previewJson(text: string): unknown {
  const start = text.slice(0, MAX_LENGTH).search(/[{[]/);
  if (start === -1 || text.length > MAX_LENGTH) return undefined;
  const json = text.slice(start);
  if (isDeeperThan(json, JSON_LIMITS.maxDepth) || json.includes('"__proto__"')) return undefined;
  try {
    return parse(json, PARTS);
  } catch {
    return undefined;
  }
}
