import { parseJson } from './parse-json.ts';
import { transformToBoolean } from './transform-boolean.ts';
import { transformToCode } from './transform-code.ts';
import { transformToEnum } from './transform-enum.ts';
import { transformToList } from './transform-list.ts';
import { transformToNumber } from './transform-number.ts';
import { transformToTable } from './transform-table.ts';

export const TRANSFORMERS = ['text', 'json', 'list', 'number', 'boolean', 'enum', 'code', 'table'] as const;
export type TransformerName = (typeof TRANSFORMERS)[number];

/** What an answer's text is to become. */
export type Transformer =
  | { to: 'text' | 'json' | 'list' | 'number' | 'boolean' | 'table' }
  /** `values` differ in more than their case. */
  | { to: 'enum'; values: readonly string[] }
  /** The block of that language, or the only one. */
  | { to: 'code'; language?: string };

export interface NumberInText {
  /** The number in full as a decimal, `-1234.5`. */
  decimal: string;
  /** The same as a float, which may be less exact. */
  number: number;
  /** What stands with it: `%`, a currency or a unit. */
  unit: string | null;
}

export interface CodeBlock {
  code: string;
  /** As the block names it, in lower case. */
  language: string | null;
}

export interface Table {
  columns: readonly string[];
  /** As many cells in each as there are columns. */
  rows: readonly (readonly string[])[];
}

export type TransformedValue =
  | { to: 'text'; value: string }
  | { to: 'json'; value: unknown }
  | { to: 'list'; value: readonly string[] }
  | { to: 'number'; value: NumberInText }
  | { to: 'boolean'; value: boolean }
  | { to: 'enum'; value: string }
  | { to: 'code'; value: CodeBlock }
  | { to: 'table'; value: Table };

export type Transformed<Value> = { kind: 'transformed'; value: Value } | TransformFailure;

/** The text has no such value, or more than one that could be meant; `reason` is for whoever wrote the text. */
export interface TransformFailure {
  kind: 'failed';
  reason: string;
}

const MAX_LENGTH = 1_000_000;
/** What has to be looked at line by line, or number by number, takes some 10 ms at this length. */
const MAX_DIVIDED_LENGTH = 250_000;
const DIVIDED = new Set<TransformerName>(['list', 'number', 'table']);

/** Never guesses: a text that can be read in two ways is a failure. */
export function transform(text: string, transformer: Transformer): Transformed<TransformedValue> {
  const maxLength = DIVIDED.has(transformer.to) ? MAX_DIVIDED_LENGTH : MAX_LENGTH;
  if (text.length > maxLength) return failed(`the text is longer than ${maxLength} characters`);
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') return failed('the text is empty');
  switch (transformer.to) {
    case 'text':
      return transformed({ to: 'text', value: trimmed });
    case 'json': {
      const parsed = parseJson(trimmed);
      return parsed.kind === 'parsed'
        ? transformed({ to: 'json', value: parsed.value })
        : failed(parsed.reason);
    }
    case 'list':
      return named('list', transformToList(trimmed));
    case 'number':
      return named('number', transformToNumber(trimmed));
    case 'boolean':
      return named('boolean', transformToBoolean(trimmed));
    case 'enum':
      return named('enum', transformToEnum(trimmed, transformer.values));
    // not trimmed: code may start with an indent, and a table's last cell may be empty
    case 'code':
      return named('code', transformToCode(text, transformer.language ?? null));
    case 'table':
      return named('table', transformToTable(text));
  }
}

function named<Name extends TransformedValue['to']>(
  to: Name,
  result: Transformed<Extract<TransformedValue, { to: Name }>['value']>,
): Transformed<TransformedValue> {
  if (result.kind === 'failed') return result;
  return transformed({ to, value: result.value } as TransformedValue);
}

export function transformed<Value>(value: Value): Transformed<Value> {
  return { kind: 'transformed', value };
}

export function failed(reason: string): TransformFailure {
  return { kind: 'failed', reason };
}
