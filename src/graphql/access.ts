import { defineAccessTypes } from './access-types.ts';
import { defineApiKeys } from './api-keys.ts';
import { defineAuditLog } from './audit-log.ts';
import type { Builder } from './builder.ts';
import type { ErrorTypes } from './errors.ts';
import { defineProjects } from './projects.ts';
import { defineProviderKeys } from './provider-keys.ts';

/** Who gets in, to what, and what they changed. */
export function defineAccess(builder: Builder, errors: ErrorTypes): void {
  const types = defineAccessTypes(builder);
  defineApiKeys(builder, types, errors);
  defineProjects(builder, errors);
  defineProviderKeys(builder, types, errors);
  defineAuditLog(builder, types);
  builder.queryField('me', (t) =>
    t.field({
      type: types.caller,
      description: 'Who asks, and what the key or token allows.',
      authScopes: { viewer: true },
      resolve: (_, __, { principal }) => principal,
    }),
  );
}
