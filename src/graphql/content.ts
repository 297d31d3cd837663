import type { CallContent, ContentPolicy } from '../domain/content/content.ts';
import type { Builder } from './builder.ts';
import type { CallTypes } from './call-types.ts';
import { upperCaseEnum } from './enums.ts';

/** What is kept of what a call was asked and has answered. */
export function defineContent(builder: Builder, { call }: CallTypes): void {
  const policy = upperCaseEnum<ContentPolicy>(
    builder,
    'ContentPolicy',
    'What is kept of what calls are asked and answer; STORE_CONTENT.',
    {
      off: 'Nothing; the answer for ANSWER_KEPT_HOURS, for a repeat of the call.',
      hash: 'Hashes; the answer for ANSWER_KEPT_HOURS.',
      redacted:
        'The text without what looks like personal data or a secret; the answer as it is for ANSWER_KEPT_HOURS.',
      full: 'The text.',
    },
  );
  const content = builder.objectRef<CallContent>('CallContent').implement({
    description: 'What is kept of what a call was asked.',
    fields: (t) => ({
      policy: t.expose('policy', { type: policy, description: 'The policy when it was dispatched.' }),
      input: t.exposeString('text', {
        nullable: true,
        description: 'JSON of its messages, or of the texts of embeddings; null when it is not kept.',
      }),
      inputHash: t.exposeString('hash', {
        nullable: true,
        description: 'SHA-256 of that JSON; null when it is not kept.',
      }),
      outputHash: t.exposeString('outputHash', {
        nullable: true,
        description: 'SHA-256 of the text of the answer, once that is gone; null when it is not kept.',
      }),
    }),
  });

  builder.objectField(call, 'content', (t) =>
    t.loadable({
      type: content,
      nullable: true,
      description: 'What is kept of what it was asked; null when nothing is, or not any longer.',
      load: (operationIds: string[], { principal, services }) =>
        services.storage.contents.ofCalls(principal.projectId, operationIds),
      resolve: ({ operationId }) => operationId,
    }),
  );
}
