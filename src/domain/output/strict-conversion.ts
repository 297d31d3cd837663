import { isObject } from './schema-keywords.ts';
import type { SchemaNode, SchemaObject } from './schema-keywords.ts';
import { targetOf } from './schema-references.ts';

/** Part of a schema that strict mode has no words for. */
export class NotExpressible extends Error {}

export interface StrictConversion {
  /** `where` names the node in a note. Throws NotExpressible. */
  convert(node: SchemaNode, where: string): SchemaObject;
  /** What the references of all that was converted refer to, by name. */
  definitions(): Record<string, SchemaObject>;
}

/** Rules besides those of structure that strict mode has; the others are left to the validation of the answer. */
const KEPT = [
  'title',
  'description',
  'pattern',
  'multipleOf',
  'maximum',
  'exclusiveMaximum',
  'minimum',
  'exclusiveMinimum',
  'maxItems',
  'minItems',
];
const KEPT_FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];
/** Keywords that decide the structure of a value; two of them together can't be said as one. */
const STRUCTURAL = ['$ref', 'allOf', 'anyOf', 'oneOf', 'properties', 'items', 'prefixItems', 'enum', 'const'];
const NULL: SchemaObject = { type: 'null' };

/** `bareRoot` is the node that is the whole of the result, which a reference names `#`. */
export function createConversion(
  schemas: ReadonlyMap<string, SchemaNode>,
  bareRoot: SchemaNode | null,
): StrictConversion {
  const names = new Map<SchemaNode, string>();
  const definitions: Record<string, SchemaObject> = {};

  function convert(node: SchemaNode, where: string): SchemaObject {
    if (node === true) throw new NotExpressible(`${where} accepts any value`);
    if (node === false) throw new NotExpressible(`${where} accepts no value`);
    const structural = STRUCTURAL.filter((keyword) => node[keyword] !== undefined);
    const isPair = structural.length === 2 && structural[0] === 'enum' && structural[1] === 'const';
    if (structural.length > 1 && !isPair)
      throw new NotExpressible(`${where} has ${structural.join(' and ')} together`);
    switch (structural[0]) {
      case '$ref':
        return { $ref: referenceTo(targetOf(node, schemas), where) };
      case 'allOf':
        return convertAllOf(node, where);
      case 'anyOf':
      case 'oneOf': {
        const alternatives = node[structural[0]] as readonly SchemaNode[];
        const anyOf = alternatives.map((alternative, index) =>
          convert(alternative, `alternative ${index} of ${where}`),
        );
        return { ...kept(node, ['title', 'description']), anyOf };
      }
      case 'enum':
      case 'const':
        return { ...kept(node, ['title', 'description']), ...convertValues(node, where) };
      case undefined:
      default:
        return convertTyped(node, where);
    }
  }

  function convertAllOf(node: SchemaObject, where: string): SchemaObject {
    const [only, ...others] = node['allOf'] as readonly SchemaNode[];
    if (only === undefined || others.length > 0) throw new NotExpressible(`${where} has allOf`);
    return convert(only, where);
  }

  function convertTyped(node: SchemaObject, where: string): SchemaObject {
    const types = typesOf(node);
    if (types.length === 0) throw new NotExpressible(`${where} has no type`);
    const type = types.length === 1 ? types[0] : types;
    const converted: Record<string, unknown> = { type, ...kept(node, KEPT) };
    if (KEPT_FORMATS.includes(node['format'] as string)) converted['format'] = node['format'];
    if (types.includes('array')) converted['items'] = convertItems(node, where);
    if (types.includes('object')) Object.assign(converted, convertObject(node, where));
    return converted;
  }

  function convertItems(node: SchemaObject, where: string): SchemaObject {
    const items = node['items'];
    if (node['prefixItems'] !== undefined || Array.isArray(items))
      throw new NotExpressible(`${where} is a tuple`);
    if (items === undefined) throw new NotExpressible(`${where} is a list of any values`);
    return convert(items as SchemaNode, `the items of ${where}`);
  }

  function convertObject(node: SchemaObject, where: string): SchemaObject {
    const properties = (node['properties'] ?? {}) as Readonly<Record<string, SchemaNode>>;
    const required = new Set((node['required'] ?? []) as readonly string[]);
    const additional = node['additionalProperties'];
    if (isObject(additional) || node['patternProperties'] !== undefined) {
      throw new NotExpressible(`${where} has properties whose names are not known`);
    }
    if (Object.keys(properties).length === 0 && additional !== false) {
      throw new NotExpressible(`${where} is an object of any properties`);
    }
    const unknown = [...required].find((name) => !Object.hasOwn(properties, name));
    if (unknown !== undefined)
      throw new NotExpressible(`${where} requires "${unknown}", which has no schema`);
    const converted = Object.entries(properties).map(([name, property]) => {
      const schema = convert(property, `the property "${name}"`);
      return [name, required.has(name) ? schema : orNull(schema)];
    });
    return closedObject(Object.fromEntries(converted) as Record<string, SchemaObject>);
  }

  function referenceTo(target: SchemaNode, where: string): string {
    if (target === bareRoot) return '#';
    let name = names.get(target);
    if (name === undefined) {
      name = `d${names.size}`;
      names.set(target, name);
      definitions[name] = convert(target, `what ${where} refers to`);
    }
    return `#/$defs/${name}`;
  }

  return { convert, definitions: () => definitions };
}

export function closedObject(properties: Readonly<Record<string, SchemaObject>>): SchemaObject {
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** True for a schema of an object and nothing else. */
export function isPlainObjectSchema(node: SchemaNode): boolean {
  if (typeof node === 'boolean') return false;
  const types = typesOf(node);
  const isCombined = ['$ref', 'allOf', 'anyOf', 'oneOf', 'enum', 'const'].some(
    (keyword) => node[keyword] !== undefined,
  );
  return types.length === 1 && types[0] === 'object' && !isCombined;
}

/** The types that a schema names or, when it names none, the one that its keywords are about. */
export function typesOf(node: SchemaObject): readonly string[] {
  const type = node['type'];
  if (type !== undefined) return [type].flat() as string[];
  if (node['properties'] !== undefined) return ['object'];
  return node['items'] !== undefined || node['prefixItems'] !== undefined ? ['array'] : [];
}

function convertValues(node: SchemaObject, where: string): SchemaObject {
  const values = Object.hasOwn(node, 'const') ? [node['const']] : (node['enum'] as readonly unknown[]);
  const types = [...new Set(values.map(typeOfValue))];
  if (types.includes('object'))
    throw new NotExpressible(`${where} has an object or a list as one of its values`);
  return { type: types.length === 1 ? types[0] : types, enum: values };
}

function typeOfValue(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function orNull(schema: SchemaObject): SchemaObject {
  if (schema['$ref'] !== undefined) return { anyOf: [schema, NULL] };
  if (schema['anyOf'] !== undefined)
    return { ...schema, anyOf: [...(schema['anyOf'] as SchemaObject[]), NULL] };
  const types = typesOf(schema);
  if (types.includes('null')) return schema;
  const nullable = { ...schema, type: [...types, 'null'] };
  return Array.isArray(schema['enum'])
    ? { ...nullable, enum: [...(schema['enum'] as unknown[]), null] }
    : nullable;
}

function kept(node: SchemaObject, keywords: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).filter(([keyword]) => keywords.includes(keyword)));
}
