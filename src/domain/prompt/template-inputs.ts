import { z } from 'zod';
import { modelParametersSchema } from '../call/parameters.ts';
import { integerSchema, labelSchema, optional } from '../field-schemas.ts';
import { isJsonObject, isShallowJson } from '../json-value.ts';
import { VARIABLE_NAME } from './placeholders.ts';
import { TEMPLATE_FORMATS, TEMPLATE_ROLES, VARIABLE_TYPES } from './template.ts';
import { labelNameSchema, templateIdSchema } from './template-id.ts';

export const TEMPLATE_MAX_BYTES = 262_144;
const SCHEMA_MAX_BYTES = 65_536;
const DEFAULT_MAX_BYTES = 16_384;
const MESSAGES_MAX = 100;
const EXAMPLES_MAX = 100;
const VARIABLES_MAX = 200;
const MODELS_MAX = 20;
const TAGS_MAX = 20;
const NOTE_MAX = 2_000;
const VERSION_MAX = 1_000_000_000;

const NOT_EMPTY = 'must not be empty';
const textSchema = z.string().min(1, NOT_EMPTY);
const noteSchema = z.string().min(1, NOT_EMPTY).max(NOTE_MAX, `must be at most ${NOTE_MAX} characters`);

function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

const defaultSchema = z
  .unknown()
  .refine(
    (value) => value === undefined || (isShallowJson(value) && bytesOf(value) <= DEFAULT_MAX_BYTES),
    `must be JSON of at most ${DEFAULT_MAX_BYTES} bytes`,
  );

const variableSchema = z.object({
  name: z
    .string()
    .regex(VARIABLE_NAME, 'must be 1 to 64 of the characters A-Z a-z 0-9 _ and begin with no digit'),
  type: optional(z.enum(VARIABLE_TYPES)),
  required: optional(z.boolean()),
  default: optional(defaultSchema),
  description: optional(noteSchema),
});
export type VariableInput = z.output<typeof variableSchema>;

const responseSchemaSchema = z
  .unknown()
  .refine(isJsonObject, 'must be an object: a JSON Schema')
  .refine(
    (value) => isShallowJson(value) && bytesOf(value) <= SCHEMA_MAX_BYTES,
    `must have at most ${SCHEMA_MAX_BYTES} bytes`,
  );

function listOf<Schema extends z.ZodType>(schema: Schema, most: number) {
  return z.array(schema).max(most, `must have at most ${most} entries`);
}

const contentShape = {
  format: optional(z.enum(TEMPLATE_FORMATS)),
  template: optional(textSchema),
  messages: optional(
    listOf(z.object({ role: z.enum(TEMPLATE_ROLES), content: textSchema }), MESSAGES_MAX).min(1, NOT_EMPTY),
  ),
  variables: optional(listOf(variableSchema, VARIABLES_MAX)),
  examples: optional(listOf(z.object({ input: textSchema, output: textSchema }), EXAMPLES_MAX)),
  model: optional(labelSchema()),
  parameters: optional(modelParametersSchema),
  parametersByModel: optional(
    listOf(z.object({ model: labelSchema(), parameters: modelParametersSchema }), MODELS_MAX),
  ),
  responseSchema: optional(responseSchemaSchema),
  note: optional(noteSchema),
};

const tagsSchema = listOf(labelSchema(), TAGS_MAX);
const descriptionSchema = noteSchema;

const ONE_BODY = { path: ['template'], message: 'must be given, or messages; not both' };
function hasOneBody({ template, messages }: { template?: unknown; messages?: unknown }): boolean {
  return (template === undefined) !== (messages === undefined);
}

export const createTemplateInputSchema = z
  .object({
    id: optional(templateIdSchema),
    name: labelSchema(),
    description: optional(descriptionSchema),
    tags: optional(tagsSchema),
    ...contentShape,
  })
  .refine(hasOneBody, ONE_BODY);
export type CreateTemplateInput = z.output<typeof createTemplateInputSchema>;

export const createTemplateVersionInputSchema = z
  .object({
    id: templateIdSchema,
    expectedLatest: optional(integerSchema(1, VERSION_MAX)),
    name: optional(labelSchema()),
    description: descriptionSchema.nullable().optional(),
    tags: optional(tagsSchema),
    ...contentShape,
  })
  .refine(hasOneBody, ONE_BODY);
export type CreateTemplateVersionInput = z.output<typeof createTemplateVersionInputSchema>;
export type ContentInput = Pick<CreateTemplateInput, keyof typeof contentShape>;

export const setTemplateLabelInputSchema = z
  .object({
    id: templateIdSchema,
    label: labelNameSchema,
    version: optional(integerSchema(1, VERSION_MAX)),
    fromLabel: optional(labelNameSchema),
    rollback: optional(z.literal(true, 'must be true')),
    remove: optional(z.literal(true, 'must be true')),
    expectedVersion: z.union([z.null(), integerSchema(1, VERSION_MAX)]).optional(),
    protected: optional(z.boolean()),
    note: optional(noteSchema),
  })
  .refine(
    ({ version, fromLabel, rollback, remove }) => {
      return [version, fromLabel, rollback, remove].filter((one) => one !== undefined).length === 1;
    },
    { path: ['version'], message: 'must be given, or one of fromLabel, rollback and remove; not several' },
  );
export type SetTemplateLabelInput = z.output<typeof setTemplateLabelInputSchema>;

export const archiveTemplateInputSchema = z.object({ id: templateIdSchema, archived: optional(z.boolean()) });

export const templateFilterSchema = z.object({
  search: optional(z.string().min(1, NOT_EMPTY).max(200, 'must be at most 200 characters')),
  label: optional(labelNameSchema),
  tag: optional(labelSchema()),
  includeArchived: optional(z.boolean()),
});

export const versionRefSchema = z
  .object({ version: optional(integerSchema(1, VERSION_MAX)), label: optional(labelNameSchema) })
  .refine(({ version, label }) => version === undefined || label === undefined, {
    path: ['version'],
    message: 'cannot go with label',
  });

const VALUES_MAX = 1_000;

export const templateCallInputSchema = z
  .object({
    id: templateIdSchema,
    version: optional(integerSchema(1, VERSION_MAX)),
    label: optional(labelNameSchema),
    variables: optional(
      z
        .unknown()
        .refine(isJsonObject, 'must be an object: a value for each variable')
        .refine(isShallowJson, 'must not be nested so deeply')
        .refine(
          (values) => Object.keys(values).length <= VALUES_MAX,
          `must have at most ${VALUES_MAX} values`,
        )
        // own entries in a Map: a variable may be called __proto__ or constructor
        .transform((values) => new Map(Object.entries(values))),
    ),
    onUnknownVariable: optional(z.enum(['warn', 'refuse'])),
  })
  .refine(({ version, label }) => version === undefined || label === undefined, {
    path: ['version'],
    message: 'cannot go with label',
  });
export type TemplateCallInput = z.output<typeof templateCallInputSchema>;
