import { LabelProtectedError, TemplateConflictError, TemplateVariableError } from '../domain/errors.ts';
import type { TollgateError } from '../domain/errors.ts';
import type { Builder, BuilderTypes } from './builder.ts';

type ErrorInterface = PothosSchemaTypes.InterfaceRef<BuilderTypes, TollgateError>;

/** The error types of templates. */
export function defineTemplateErrors(builder: Builder, interfaces: ErrorInterface[]): void {
  builder.objectType(TemplateVariableError, {
    name: 'TemplateVariableError',
    description: 'A template needs values that the call does not give. Nothing was stored, held or sent.',
    interfaces,
    fields: (t) => ({
      missing: t.field({
        type: ['String'],
        description: 'Every variable that is missing.',
        resolve: ({ missing }) => [...missing],
      }),
    }),
  });

  builder.objectType(TemplateConflictError, {
    name: 'TemplateConflictError',
    description: 'Somebody else has published a version, or moved the label. Nothing was written.',
    interfaces,
    fields: (t) => ({
      current: t.exposeInt('current', {
        nullable: true,
        description: 'The version that is there now; null when the label is not set.',
      }),
    }),
  });

  builder.objectType(LabelProtectedError, {
    name: 'LabelProtectedError',
    description: 'The label is protected: moving it takes an admin key.',
    interfaces,
    fields: (t) => ({ label: t.exposeString('label', { description: 'Which label.' }) }),
  });
}
