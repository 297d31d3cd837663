import { z } from 'zod';
import { definedOnly } from '../lib/defined-only.ts';
import type { AuditEntry } from '../domain/access/audit.ts';
import { labelSchema, optional } from '../domain/field-schemas.ts';
import type { AccessTypes } from './access-types.ts';
import type { Builder } from './builder.ts';
import { connectionTypes, toConnection, toPageRequest } from './page-arguments.ts';

/** Parts of a cursor in the audit log: the instant and the id. */
const ENTRY_KEY_PARTS = 2;

const filterSchema = z.object({
  action: optional(labelSchema()),
  targetKind: optional(labelSchema()),
  targetId: optional(labelSchema()),
  actorId: optional(labelSchema()),
});

/** Who changed what. */
export function defineAuditLog(builder: Builder, { actor }: AccessTypes): void {
  const entry = builder.objectRef<AuditEntry>('AuditEntry').implement({
    description: 'One administrative change. Entries are never changed or removed, and hold no secret.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id.' }),
      at: t.expose('at', { type: 'DateTime', description: 'When it was made.' }),
      actor: t.expose('actor', { type: actor, description: 'Who made it.' }),
      action: t.exposeString('action', {
        description: 'The mutation, such as updateBudget, or the command reprice.',
      }),
      targetKind: t.exposeString('targetKind', {
        description:
          'What kind of thing was changed: budget, api_key, project, model_price, template and so on.',
      }),
      targetId: t.exposeID('targetId', { description: 'Its id.' }),
      before: t.expose('before', {
        type: 'JSON',
        nullable: true,
        description: 'What it was; null for what is new.',
      }),
      after: t.expose('after', {
        type: 'JSON',
        nullable: true,
        description: 'What it became; null for what was deleted.',
      }),
    }),
  });

  const filter = builder
    .inputType('AuditFilter', {
      description: 'Which changes to list; all fields must match.',
      fields: (t) => ({
        action: t.string({ description: 'Made by this mutation.' }),
        targetKind: t.string({ description: 'Of this kind of thing.' }),
        targetId: t.id({ description: 'Of the thing with this id.' }),
        actorId: t.id({ description: 'Made with this API key, or by this subject of a token.' }),
      }),
    })
    .validate(filterSchema);

  builder.queryField('auditLog', (t) =>
    t.connection(
      {
        type: entry,
        description: 'Administrative changes of the project, newest first.',
        authScopes: { admin: true },
        args: { filter: t.arg({ type: filter, description: 'Which changes.' }) },
        resolve: async (_, { filter: given, ...page }, { principal, services }) =>
          toConnection(
            await services.storage.audit.list(
              principal.projectId,
              definedOnly(given ?? {}),
              toPageRequest(page, ENTRY_KEY_PARTS),
            ),
          ),
      },
      ...connectionTypes('AuditEntry', 'change'),
    ),
  );
}
