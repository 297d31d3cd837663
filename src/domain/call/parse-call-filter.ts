import { z } from 'zod';
import { ValidationError } from '../errors.ts';
import { parseInput } from '../validation.ts';
import { callFilterSchema, toCallFilter } from './call-filter.ts';
import type { CallFilter } from './call-filter.ts';

const INSTANT = z.iso.datetime({ offset: true });

/**
 * The filter that the parameters of an address say: instants as RFC 3339, costs as decimals, a tag as `key:value`. Throws
 * ValidationError for what isn't one, and for a name that is unknown or comes twice.
 */
export function parseCallFilter(parameters: Iterable<[name: string, text: string]>): CallFilter {
  const input: Record<string, unknown> = {};
  for (const [name, text] of parameters) {
    if (Object.hasOwn(input, name))
      throw new ValidationError([{ path: name, message: 'must be given once' }]);
    input[name] = toValue(name, text);
  }
  return toCallFilter(parseInput(callFilterSchema, input));
}

function toValue(name: string, text: string): unknown {
  if (/^started(From|Before)$/.test(name)) {
    if (INSTANT.safeParse(text).success) return new Date(text);
    throw new ValidationError([{ path: name, message: 'must be an instant such as 2026-11-01T00:00:00Z' }]);
  }
  if (name === 'tag') {
    const [key = '', ...value] = text.split(':');
    return { key, value: value.join(':') };
  }
  if (/LatencyMs$|Version$/.test(name)) return Number(text);
  if (name === 'status') return text.toUpperCase();
  return /^(kind|finishReason|errorCategory)$/.test(name) ? text.toLowerCase() : text;
}
