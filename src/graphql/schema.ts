import type { GraphQLSchema } from 'graphql';
import { CAPABILITIES } from '../domain/capability/capabilities.ts';
import type { Capability } from '../domain/capability/capability.ts';
import { defineAccess } from './access.ts';
import { defineBudgetTypes } from './budget-types.ts';
import { defineBudgets } from './budgets.ts';
import { createBuilder } from './builder.ts';
import { defineCallInputs } from './call-inputs.ts';
import { defineCallTypes } from './call-types.ts';
import { defineCallQueries } from './call-queries.ts';
import { defineCallResults } from './call-results.ts';
import { defineCallStreams } from './call-streams.ts';
import { defineCalls } from './calls.ts';
import { defineErrors } from './errors.ts';
import { defineCapabilities } from './capabilities.ts';
import { defineContent } from './content.ts';
import { defineEvents } from './events.ts';
import { defineFeedback } from './feedback.ts';
import { defineModels } from './models.ts';
import { definePreview } from './preview.ts';
import { guardRootFields } from './root-rules.ts';
import { defineScalars } from './scalars.ts';
import { defineSetModelPrice } from './set-model-price.ts';
import { defineTemplateDiff } from './template-diff.ts';
import { defineTemplateTypes } from './template-types.ts';
import { defineTemplates } from './templates.ts';
import { defineTools } from './tools.ts';
import { defineTransform } from './transform.ts';
import { defineUsage } from './usage.ts';
import { defineWebhooks } from './webhooks.ts';

/** The whole public API. Pure: what resolvers need comes with each operation's context. */
export function createSchema(capabilities: readonly Capability[] = CAPABILITIES): GraphQLSchema {
  const builder = createBuilder();
  builder.queryType({ description: 'What can be asked.' });
  builder.mutationType({ description: 'What can be done.' });
  builder.subscriptionType({
    description: 'What can be followed live, over WebSocket (graphql-ws) and SSE.',
  });

  defineScalars(builder);
  const callTypes = defineCallTypes(builder);
  const budgetTypes = defineBudgetTypes(builder, callTypes);
  const callInputs = defineCallInputs(builder, callTypes);
  const errors = defineErrors(builder, callTypes);
  const results = defineCallResults(builder, callTypes, defineTransform(builder));
  defineCalls(builder, callTypes, callInputs, results, errors);
  defineCallStreams(builder, callInputs, results, errors);
  defineCapabilities(builder, callTypes, callInputs, errors, capabilities);
  defineCallQueries(builder, callTypes, callInputs.tagInput);
  defineTools(builder);
  defineBudgets(builder, budgetTypes, errors, callInputs.tagInput);
  defineSetModelPrice(builder, defineModels(builder), errors);
  definePreview(builder, callTypes, callInputs, budgetTypes, errors);
  const templateTypes = defineTemplateTypes(builder, callTypes, callInputs);
  defineTemplates(builder, callTypes, callInputs, templateTypes, errors);
  defineTemplateDiff(builder, templateTypes);
  defineContent(builder, callTypes);
  defineFeedback(builder, callTypes, errors);
  defineUsage(builder, callTypes, callInputs.tagInput);
  defineEvents(builder, callTypes, budgetTypes);
  defineWebhooks(builder, errors);
  defineAccess(builder, errors);
  return guardRootFields(builder.toSchema());
}
