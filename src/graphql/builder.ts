import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import ValidationPlugin from '@pothos/plugin-validation';
import type { NanoUsd } from '../lib/money.ts';
import { toValidationError } from '../domain/validation.ts';
import type { GraphQLContext } from './context.ts';
import { forbidden, rulesFor } from './root-rules.ts';
import type { Rule } from './root-rules.ts';

interface SchemaTypes {
  Context: GraphQLContext;
  DefaultFieldNullability: false;
  /** Each scope holds for its role and those above it: viewer, agent, admin, and the operator. */
  AuthScopes: Record<Rule, boolean>;
  Scalars: {
    ID: { Input: string; Output: string };
    Decimal: { Input: string; Output: NanoUsd | string };
    DateTime: { Input: Date; Output: number };
    JSON: { Input: unknown; Output: unknown };
    Vector: { Input: never; Output: readonly number[] };
  };
}

export type BuilderTypes = PothosSchemaTypes.ExtendDefaultTypes<SchemaTypes>;
/** Makes the fields of an input type. */
export type InputFields = PothosSchemaTypes.InputFieldBuilder<BuilderTypes, 'InputObject'>;
export type Builder = PothosSchemaTypes.SchemaBuilder<BuilderTypes>;

export function createBuilder(): Builder {
  return new SchemaBuilder<SchemaTypes>({
    // errors first: it turns what the plugins after it throw into members of the result unions
    plugins: [ErrorsPlugin, ScopeAuthPlugin, ValidationPlugin, RelayPlugin, DataloaderPlugin],
    defaultFieldNullability: false,
    errors: { directResult: true, unsafelyHandleInputErrors: true },
    scopeAuth: {
      authScopes: ({ principal }) => rulesFor(principal),
      authorizeOnSubscribe: true,
      // a plain Error would be masked
      unauthorizedError: forbidden,
    },
    validation: {
      validationError: (failure) => toValidationError(failure.issues, ['input']),
    },
    relay: {
      nodeQueryOptions: false,
      nodesQueryOptions: false,
      pageInfoTypeOptions: { description: 'Where a page stands in the whole list.' },
      cursorFieldOptions: { description: 'Its place in the list; give it as `after` or `before`.' },
      nodeFieldOptions: { description: 'The entry itself.' },
      edgesFieldOptions: { description: 'The entries of the page, with their cursors.' },
      pageInfoFieldOptions: { description: 'Where the page stands in the whole list.' },
      hasNextPageFieldOptions: { description: 'True when entries follow the page.' },
      hasPreviousPageFieldOptions: { description: 'True when entries come before the page.' },
      startCursorFieldOptions: { description: 'Cursor of the first entry; null on an empty page.' },
      endCursorFieldOptions: { description: 'Cursor of the last entry; null on an empty page.' },
      firstArgOptions: { description: 'How many entries from the front: 1 to 100, 20 by default.' },
      lastArgOptions: { description: 'How many entries from the back: 1 to 100.' },
      afterArgOptions: { description: 'Only entries after this cursor.' },
      beforeArgOptions: { description: 'Only entries before this cursor.' },
    },
  });
}
