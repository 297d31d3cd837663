import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { definedOnly } from '../../lib/defined-only.ts';
import { ValidationError } from '../errors.ts';
import { integerSchema, optional } from '../field-schemas.ts';
import { canonicalJson, isJsonObject } from '../json-value.ts';
import { parseInput } from '../validation.ts';
import { createTemplateInputSchema } from './template-inputs.ts';
import type { CreateTemplateInput } from './template-inputs.ts';

/**
 * A template as a file: front matter in YAML between two lines of `---`, then the text of the prompt. A chat has its messages in
 * the front matter, and no text.
 */
export interface TemplateFile {
  input: CreateTemplateInput & { id: string };
  /** The version that the file was written from; undefined for one that was never published. */
  version: number | undefined;
}

const FRONT_MATTER = /^---\r?\n([^]*?)\r?\n---(?:\r?\n([^]*))?$/;
/** The path is the id, and a note is of one publishing. */
const NOT_IN_FILES = ['id', 'note', 'template'];
const headSchema = z.object({ version: optional(integerSchema(1, 1_000_000_000)) });

/** Throws ValidationError that names the field. `id` is the one that the file's path stands for. */
export function parseTemplateFile(text: string, id: string): TemplateFile {
  const [, head, rest = ''] = FRONT_MATTER.exec(text) ?? [];
  if (head === undefined) throw problem('', 'must begin with front matter between two lines of ---');
  let fields: unknown;
  try {
    fields = parse(head);
  } catch (error) {
    throw problem('', `must have front matter in YAML: ${(error as Error).message}`);
  }
  if (!isJsonObject(fields)) throw problem('', 'must have front matter of fields, such as name: Greeting');
  const { version, template, ...others } = fields;
  if (template !== undefined) throw problem('template', 'must stand below the front matter');
  const known = Object.keys(createTemplateInputSchema.shape).filter((name) => !NOT_IN_FILES.includes(name));
  const unknown = Object.keys(others).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw problem(unknown, `is no field of a template; known are ${known.join(', ')}`);
  // the line break at the end is the file's, not the text's
  const body = rest.replace(/\r?\n$/, '');
  const input = parseInput(createTemplateInputSchema, {
    ...others,
    id,
    ...(body !== '' && { template: body }),
  });
  return { input: { ...input, id }, version: parseInput(headSchema, { version }).version };
}

export function formatTemplateFile({ input, version }: TemplateFile): string {
  const { id: _id, note: _note, template, ...fields } = input;
  const head = definedOnly({ ...fields, version });
  const given = Object.entries(head).filter(([, value]) => !isEmpty(value));
  return `---\n${stringify(Object.fromEntries(given), { lineWidth: 0 })}---\n${template === undefined ? '' : `${template}\n`}`;
}

/** Whether two templates say the same, whatever they leave to defaults. */
export function isSameTemplate(a: CreateTemplateInput, b: CreateTemplateInput): boolean {
  return canonicalJson(normalised(a)) === canonicalJson(normalised(b));
}

function normalised({
  id: _id,
  note: _note,
  format = 'simple',
  variables = [],
  ...others
}: CreateTemplateInput): object {
  const full = variables.map(
    ({ name, type = 'any', required, default: value = null, description = null }) => {
      return { name, type, required: required ?? value === null, default: value, description };
    },
  );
  // what is taken from the text says nothing of its own
  const isInferred = full.every(
    ({ type, required, description }) => type === 'any' && required && description === null,
  );
  const given = Object.entries(others).filter(([, value]) => !isEmpty(value));
  return { format, variables: isInferred ? [] : full, ...Object.fromEntries(given) };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.values(value).every((inner) => inner === undefined);
}

function problem(path: string, message: string): ValidationError {
  return new ValidationError([{ path, message }]);
}
