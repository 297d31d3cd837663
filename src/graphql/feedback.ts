import { giveFeedback, giveFeedbackInputSchema, scoreOf } from '../domain/feedback/give-feedback.ts';
import type { Feedback } from '../domain/feedback/feedback.ts';
import type { Builder } from './builder.ts';
import type { CallTypes } from './call-types.ts';
import type { ErrorTypes } from './errors.ts';

/** What people and programs think of a call. */
export function defineFeedback(builder: Builder, { call }: CallTypes, { cancelErrors }: ErrorTypes): void {
  const feedback = builder.objectRef<Feedback>('Feedback').implement({
    description: 'What somebody thought of a call.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'What was judged.' }),
      score: t.float({ nullable: true, description: 'From 0 to 1.', resolve: scoreOf }),
      label: t.exposeString('label', { nullable: true, description: 'A judgement in a word.' }),
      comment: t.exposeString('comment', { nullable: true, description: 'A judgement in more words.' }),
      apiKeyId: t.exposeID('apiKeyId', {
        nullable: true,
        description: 'The API key that it was given with; null for the admin key.',
      }),
      givenAt: t.expose('givenAt', { type: 'DateTime', description: 'When it was given.' }),
    }),
  });

  builder.objectField(call, 'feedback', (t) =>
    t.loadableList({
      type: feedback,
      description: 'What was thought of it, by name.',
      load: (operationIds: string[], { principal, services }) =>
        services.storage.feedback.ofCalls(principal.projectId, operationIds),
      resolve: ({ operationId }) => operationId,
    }),
  );

  const input = builder
    .inputType('GiveFeedbackInput', {
      description: 'A judgement of a call: a score, a label, a comment, or several of them.',
      fields: (t) => ({
        operationId: t.id({ required: true, description: 'The call.' }),
        name: t.string({ description: 'What is judged, such as "helpfulness"; "overall" by default.' }),
        score: t.float({ description: 'From 0, the worst, to 1, the best.' }),
        label: t.string({ description: 'A word, such as "wrong".' }),
        comment: t.string({ description: 'More words.' }),
      }),
    })
    .validate(giveFeedbackInputSchema);

  const success = builder.objectRef<Feedback>('GiveFeedbackSuccess').implement({
    description: 'The feedback is stored.',
    fields: (t) => ({
      feedback: t.field({ type: feedback, description: 'What is stored now.', resolve: (given) => given }),
    }),
  });

  builder.mutationField('giveFeedback', (t) =>
    t.field({
      type: success,
      description:
        'Says what one thinks of a call. Given again under the same name with the same key, it takes the place of what was given before.',
      authScopes: { agent: true },
      errors: {
        types: cancelErrors,
        union: { name: 'GiveFeedbackResult', description: 'What `giveFeedback` can give.' },
      },
      args: { input: t.arg({ type: input, required: true, description: 'The judgement.' }) },
      resolve: (_, args, { principal, services }) =>
        giveFeedback(services.storage, principal, args.input, services.clock.now()),
    }),
  );
}
