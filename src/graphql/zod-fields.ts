import { z } from 'zod';

/** A field of an object, as the API has it. */
export interface ZodField {
  name: string;
  type: 'String' | 'Int' | 'Float' | 'Boolean' | 'JSON';
  isList: boolean;
  isRequired: boolean;
  description: string;
}

interface JsonSchema {
  type?: string | string[];
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  anyOf?: JsonSchema[];
}

const TYPES: Readonly<Record<string, ZodField['type']>> = {
  string: 'String',
  integer: 'Int',
  number: 'Float',
  boolean: 'Boolean',
};

/** The fields of an object as they are sent (`input`), or as they are answered. What GraphQL has no plain type for is JSON. */
export function fieldsOf(schema: z.ZodObject, io: 'input' | 'output'): ZodField[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
  }) as JsonSchema;
  return Object.entries(properties).map(([name, field]) => {
    const { isNullable, inner } = withoutNull(field);
    const isList = inner.type === 'array' && inner.items !== undefined && typeOf(inner.items) !== 'JSON';
    return {
      name,
      type: typeOf(isList ? (inner.items ?? {}) : inner),
      isList,
      isRequired: required.includes(name) && !isNullable,
      description: field.description ?? inner.description ?? '',
    };
  });
}

function typeOf({ type }: JsonSchema): ZodField['type'] {
  return (typeof type === 'string' ? TYPES[type] : undefined) ?? 'JSON';
}

function withoutNull(field: JsonSchema): { isNullable: boolean; inner: JsonSchema } {
  const { type, anyOf } = field;
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((one) => one !== 'null');
    const inner = only === undefined || others.length > 0 ? {} : { ...field, type: only };
    return { isNullable: type.includes('null'), inner };
  }
  const others = anyOf?.filter((one) => one.type !== 'null') ?? [];
  if (anyOf === undefined || others.length === anyOf.length) return { isNullable: false, inner: field };
  return { isNullable: true, inner: others.length === 1 ? { ...others[0] } : {} };
}
