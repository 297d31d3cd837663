import { isObject } from '../../domain/token/json-text.ts';
import { parseJson } from './json-body.ts';

/** How many braces of a text are looked at. */
const STARTS_MAX = 50;

/** The JSON object that begins at a brace of a text, with its own text; null when none does. */
export function objectAt(text: string, start: number): { value: object; text: string } | null {
  let depth = 0;
  let isQuoted = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at += 1;
      else if (character === '"') isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (depth > 0) continue;
    const found = text.slice(start, at + 1);
    const value = parseJson(found);
    return isObject(value) ? { value, text: found } : null;
  }
  return null;
}

/** The first JSON object in a text that looks like a JSON Schema; null when there is none. */
export function schemaIn(text: string): object | null {
  let start = text.indexOf('{');
  for (let tried = 0; start >= 0 && tried < STARTS_MAX; tried += 1) {
    const found = objectAt(text, start);
    if (found !== null && isSchema(found.value)) return found.value;
    start = text.indexOf('{', start + Math.max(1, found?.text.length ?? 1));
  }
  return null;
}

function isSchema(value: object): boolean {
  if (['properties', '$ref', 'anyOf', 'oneOf', 'allOf', '$schema'].some((keyword) => keyword in value))
    return true;
  return 'type' in value && ['items', 'enum', 'additionalProperties'].some((keyword) => keyword in value);
}
