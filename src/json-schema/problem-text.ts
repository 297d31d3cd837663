import type { ErrorObject } from 'ajv';
import { MAX_SCHEMA_PROBLEMS } from '../domain/output/schema-validator.ts';
import type { SchemaProblem } from '../domain/output/schema-validator.ts';

const MAX_MESSAGE_LENGTH = 300;
const MAX_PATH_LENGTH = 500;

/** ajv's errors (with `verbose`) in words, without repetitions, and no more than are useful. */
export function toProblems(errors: readonly ErrorObject[]): SchemaProblem[] {
  const problems = new Map<string, SchemaProblem>();
  // the summary of alternatives comes after what is wrong with each; it is the more useful, if there is room for few
  const summaries = errors.filter(isSummary);
  for (const error of [...summaries, ...errors.filter((other) => !isSummary(other))]) {
    if (problems.size === MAX_SCHEMA_PROBLEMS) break;
    const message = messageOf(error);
    if (message === null) continue;
    const problem = {
      path: cut(error.instancePath, MAX_PATH_LENGTH),
      message: cut(message, MAX_MESSAGE_LENGTH),
    };
    problems.set(`${problem.path} ${problem.message}`, problem);
  }
  return [...problems.values()];
}

function isSummary(error: ErrorObject): boolean {
  return error.keyword === 'anyOf' || error.keyword === 'oneOf';
}

/** Null for an error that says nothing which others don't. */
export function messageOf({
  keyword,
  params,
  schema,
  data,
  message,
  parentSchema,
}: ErrorObject): string | null {
  const given = params as Record<string, unknown>;
  switch (keyword) {
    case 'type':
      return `must be ${list([given['type']].flat().map(typeName), 'or')}, and is ${kindOf(data)}`;
    case 'required':
      return `lacks the required property ${quote(given['missingProperty'])}`;
    case 'additionalProperties':
      return `has the property ${quote(given['additionalProperty'])}, which is not allowed${allowedNames(parentSchema)}`;
    case 'unevaluatedProperties':
      return `has the property ${quote(given['unevaluatedProperty'])}, which is not allowed`;
    case 'enum':
      return `must be one of ${(schema as unknown[]).map(quote).join(', ')}`;
    case 'const':
      return `must be ${quote(schema)}`;
    case 'pattern':
      return `must match the regular expression ${quote(schema)}`;
    case 'propertyNames':
      return `has the property name ${quote(given['propertyName'])}, which is not allowed`;
    case 'false schema':
      return 'must not be there';
    case 'anyOf':
      return 'fits none of the schemas that are allowed here (anyOf)';
    case 'oneOf':
      return given['passingSchemas'] === null
        ? 'fits none of the schemas that are allowed here (oneOf)'
        : 'fits more than one of the schemas of which it must fit exactly one (oneOf)';
    case 'not':
      return 'fits the schema that it must not fit (not)';
    case 'if':
      return null; // what `then` or `else` found is an error of its own
    case 'multipleOf':
      return `must be a multiple of ${String(schema)}`;
    case 'uniqueItems':
      return 'must not contain the same item twice';
    default:
      return message ?? `does not fit the keyword ${keyword}`;
  }
}

function typeName(type: unknown): string {
  switch (type) {
    case 'null':
      return 'null';
    case 'array':
    case 'integer':
    case 'object':
      return `an ${type}`;
    default:
      return `a ${String(type)}`;
  }
}

function kindOf(data: unknown): string {
  if (data === null) return 'null';
  if (Array.isArray(data)) return 'an array';
  if (typeof data === 'number') return `the number ${data}`;
  return typeName(typeof data);
}

function allowedNames(parentSchema: unknown): string {
  const names = Object.keys((parentSchema as { properties?: object } | undefined)?.properties ?? {});
  return names.length === 0 ? '' : `; allowed are ${list(names.map(quote), 'and')}`;
}

function list(words: readonly string[], last: 'or' | 'and'): string {
  return words.length < 2
    ? (words[0] ?? '')
    : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}

function quote(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'nothing', 100);
}

function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  // not in the middle of a character of two units
  return `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
