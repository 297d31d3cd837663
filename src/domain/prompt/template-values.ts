import { TemplateVariableError, ValidationError } from '../errors.ts';
import { isJsonObject } from '../json-value.ts';
import type { TemplateVariable, VariableType } from './template.ts';

export interface GivenValues {
  /** By name; a Map, so that `constructor` and `__proto__` are names like any other. */
  variables: ReadonlyMap<string, unknown>;
  /** What to do with a value that the template has no variable for. */
  onUnknownVariable: 'warn' | 'refuse';
}

export interface CheckedValues {
  /** A value for each variable of the template; null for an optional one that has none. */
  values: ReadonlyMap<string, unknown>;
  /** Names of given values that the template has no variable for. */
  unknown: readonly string[];
}

const ACCEPTED: Readonly<Record<VariableType, string>> = {
  text: 'must be a text',
  number: 'must be a number',
  integer: 'must be a whole number',
  boolean: 'must be true or false',
  list: 'must be a list',
  object: 'must be an object',
  any: 'must be JSON',
};

/** What is accepted in place of the value; null when it is one of the type. */
export function typeProblem(type: VariableType, value: unknown): string | null {
  return isOfType(type, value) ? null : ACCEPTED[type];
}

/**
 * The values that a version is rendered with: those given, then defaults. A null is none. Throws TemplateVariableError with
 * every missing variable, or ValidationError with every value of a wrong type and, with `refuse`, every unknown one.
 */
export function checkValues(
  template: string,
  variables: readonly TemplateVariable[],
  { variables: given, onUnknownVariable }: GivenValues,
): CheckedValues {
  const values = new Map<string, unknown>();
  const missing: string[] = [];
  const problems: { path: string; message: string }[] = [];
  for (const { name, type, required, default: fallback } of variables) {
    const value = given.get(name) ?? null;
    const problem = value === null ? null : typeProblem(type, value);
    if (problem !== null) problems.push({ path: pathOf(name), message: problem });
    if (value === null && fallback === null && required) missing.push(name);
    values.set(name, value ?? fallback);
  }
  if (missing.length > 0) throw new TemplateVariableError(template, missing);

  const unknown = [...given.keys()].filter((name) => !values.has(name));
  if (onUnknownVariable === 'refuse') {
    const known = variables.map(({ name }) => name).join(', ') || 'none';
    for (const name of unknown)
      problems.push({
        path: pathOf(name),
        message: `is no variable of the template ${template}, which has ${known}`,
      });
  }
  if (problems.length > 0) throw new ValidationError(problems);
  return { values, unknown };
}

/** A value as the simple format writes it: a text as it is, everything else as JSON. */
export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : JSON.stringify(value);
}

function isOfType(type: VariableType, value: unknown): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'integer':
      return Number.isSafeInteger(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return isJsonObject(value);
    case 'any':
      return true;
  }
}

function pathOf(name: string): string {
  return `template.variables.${name}`;
}
