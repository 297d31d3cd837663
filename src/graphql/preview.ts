import { previewCall } from '../domain/call/preview-call.ts';
import type { BudgetVerdict, CallPreview } from '../domain/call/preview-call.ts';
import { previewRequest } from '../domain/call/preview-input.ts';
import type { BudgetTypes } from './budget-types.ts';
import type { Builder } from './builder.ts';
import type { CallInputs } from './call-inputs.ts';
import type { CallTypes } from './call-types.ts';
import type { ErrorTypes } from './errors.ts';

/** What a call would send, could cost and would meet, without making it. */
export function definePreview(
  builder: Builder,
  { chatMessage, templateUse, contextReport }: CallTypes,
  { previewCallInput }: CallInputs,
  { budget }: BudgetTypes,
  { previewErrors, refusal }: ErrorTypes,
): void {
  const verdict = builder.objectRef<BudgetVerdict>('BudgetVerdict').implement({
    description: 'What one budget would say to a call now.',
    fields: (t) => ({
      budget: t.field({ type: budget, description: 'The budget.', resolve: ({ status }) => status }),
      allowed: t.boolean({
        description: 'True when it would take the hold.',
        resolve: (v) => v.refusal === null,
      }),
      refusal: t.expose('refusal', { type: refusal, nullable: true, description: 'Why it would not.' }),
    }),
  });

  const success = builder.objectRef<CallPreview>('PreviewCallSuccess').implement({
    description: 'The call as it would be sent. Nothing was held, stored or sent.',
    fields: (t) => ({
      model: t.string({
        description: 'The model that would be asked.',
        resolve: (p) => p.prepared.call.model,
      }),
      messages: t.field({
        type: [chatMessage],
        description: 'What would be sent.',
        resolve: (p) => [...p.prepared.candidates[0].request.messages],
      }),
      template: t.field({
        type: templateUse,
        nullable: true,
        description: 'The version of the template that would be used; null without one.',
        resolve: (p) => p.prepared.call.template,
      }),
      context: t.field({
        type: contextReport,
        nullable: true,
        description: 'What would come of the context; a summary is not made for a preview.',
        resolve: (p) => p.prepared.call.context,
      }),
      promptTokens: t.int({
        description: 'Its tokens.',
        resolve: (p) => p.prepared.candidates[0].prompt.tokens,
      }),
      exact: t.boolean({
        description:
          'True when the tokens are counted; false when they are an upper bound, as the text is too long to count in time.',
        resolve: (p) => p.prepared.candidates[0].prompt.method === 'exact',
      }),
      maxTokens: t.int({
        description: 'The output cap that would be sent.',
        resolve: (p) => p.prepared.candidates[0].maxTokens,
      }),
      contextWindow: t.int({
        nullable: true,
        description: 'Tokens that the model takes, prompt and answer together; null when unknown.',
        resolve: (p) => p.prepared.candidates[0].model.contextWindow,
      }),
      fitsContextWindow: t.exposeBoolean('fitsContextWindow', {
        description: 'Whether prompt and maxTokens fit into it.',
      }),
      minCost: t.field({
        type: 'Decimal',
        description: 'The least that the call costs: its prompt at the cheapest rate, and no answer.',
        resolve: (p) => p.minCost.totalNano,
      }),
      maxCost: t.field({
        type: 'Decimal',
        description:
          'The most that it costs with every step, at the dearest of its models: what would be held.',
        resolve: (p) => p.maxCost.totalNano,
      }),
      allowed: t.boolean({
        description: 'True when it fits the context window and every budget would take it.',
        resolve: (p) => p.fitsContextWindow && p.budgets.every((v) => v.refusal === null),
      }),
      budgets: t.field({
        type: [verdict],
        description: 'Each budget that counts the call.',
        resolve: (p) => [...p.budgets],
      }),
    }),
  });

  builder.queryField('previewCall', (t) =>
    t.field({
      type: success,
      description: 'What a call would send, could cost and would meet. Holds, stores and sends nothing.',
      authScopes: { agent: true },
      errors: {
        types: previewErrors,
        union: { name: 'PreviewCallResult', description: 'What `previewCall` can give.' },
      },
      args: { input: t.arg({ type: previewCallInput, required: true, description: 'The call.' }) },
      resolve: (_, { input }, { principal, services }) =>
        previewCall(
          { ...services.calls, budgets: services.storage.budgets },
          principal,
          previewRequest(input, services.promptMaxBytes),
          services.clock.now(),
        ),
    }),
  );
}
