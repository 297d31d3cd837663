import { isEnumType, isInputObjectType, isInterfaceType, isIntrospectionType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSchema } from '../../src/graphql/schema.ts';

const schema = createSchema();

/** Mutations that take something simpler than an input. */
const ARGUMENTS_OF = new Map([['cancelCall', ['operationId']]]);

describe('the schema', () => {
  test('every root field says who may use it', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const fields = roots.flatMap((root) => Object.values(root?.getFields() ?? {}));
    expect(fields.length).toBeGreaterThan(0);
    const open = fields.filter((field) => {
      const options = field.extensions['pothosOptions'] as { authScopes?: object } | undefined;
      return Object.keys(options?.authScopes ?? {}).length === 0;
    });
    expect(open.map((field) => field.name)).toEqual([]);
  });

  test('everything in it is described', () => {
    const undescribed: string[] = [];
    const note = (path: string, { description }: { description?: string | null | undefined }): void => {
      if (!description) undescribed.push(path);
    };
    for (const type of Object.values(schema.getTypeMap())) {
      if (isIntrospectionType(type) || ['Boolean', 'Float', 'ID', 'Int', 'String'].includes(type.name))
        continue;
      note(type.name, type);
      if (isEnumType(type)) for (const value of type.getValues()) note(`${type.name}.${value.name}`, value);
      if (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)) {
        for (const field of Object.values(type.getFields())) {
          note(`${type.name}.${field.name}`, field);
          if ('args' in field)
            for (const argument of field.args) note(`${type.name}.${field.name}(${argument.name})`, argument);
        }
      }
    }
    expect(undescribed).toEqual([]);
  });

  test('mutations take one input and give a result union of their own', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const args = ARGUMENTS_OF.get(field.name) ?? ['input'];
      expect(field.args.map((argument) => argument.name)).toEqual(args);
      const name = field.name.charAt(0).toUpperCase() + field.name.slice(1);
      expect(String(field.type)).toBe(`${name}Result!`);
    }
  });
});
