import { parseInput } from '../domain/validation.ts';
import type { ListedModel, ModelFeature, ModelKind } from '../domain/model/model.ts';
import { filterModels, modelFilterSchema } from '../domain/model/model-filter.ts';
import type { PriceTier } from '../domain/price/price.ts';
import { femtoToPricePerMillion } from '../lib/money.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

export type ModelTypes = ReturnType<typeof defineModels>;

/** More than any model has: for the cost of a query. */
const TIERS = 3;

/** The catalogue of models and their prices. */
export function defineModels(builder: Builder) {
  const modelKind = upperCaseEnum<ModelKind>(builder, 'ModelKind', 'What a model makes.', {
    chat: 'Answers to prompts and chats.',
    embedding: 'Vectors of texts.',
  });
  const modelFeature = upperCaseEnum<ModelFeature>(
    builder,
    'ModelFeature',
    'What a model can do. Only what its provider documents is named; a feature that is missing is not known, or not there.',
    {
      streaming: 'The answer can be had while it is made.',
      tools: 'It can ask for tools (functions) to be called.',
      structured_output: 'Its answer can be bound to a JSON Schema.',
      json_mode: 'Its answer can be bound to be a JSON object, of no certain schema.',
      vision: 'It takes images.',
      reasoning: 'It reasons before it answers; the tokens of that are paid for as output.',
    },
  );

  const rateDescription = 'US dollars per million tokens';
  const priceTier = builder.objectRef<PriceTier>('PriceTier').implement({
    description: 'Prices that apply to the whole call from a length of the prompt on.',
    fields: (t) => ({
      fromPromptTokens: t.exposeInt('fromPromptTokens', {
        description: 'Tokens of the prompt from which they apply, until the next tier begins.',
      }),
      input: t.field({
        type: 'Decimal',
        description: `${rateDescription} of the prompt that come from no cache.`,
        resolve: ({ inputFemto }) => femtoToPricePerMillion(inputFemto),
      }),
      cacheRead: t.field({
        type: 'Decimal',
        description: `${rateDescription} of the prompt that are read from the provider's cache.`,
        resolve: ({ cacheReadFemto }) => femtoToPricePerMillion(cacheReadFemto),
      }),
      cacheWrite: t.field({
        type: 'Decimal',
        description: `${rateDescription} of the prompt that are written to the provider's cache.`,
        resolve: ({ cacheWriteFemto }) => femtoToPricePerMillion(cacheWriteFemto),
      }),
      output: t.field({
        type: 'Decimal',
        description: `${rateDescription} of the answer, reasoning too; 0 for embeddings.`,
        resolve: ({ outputFemto }) => femtoToPricePerMillion(outputFemto),
      }),
    }),
  });

  const modelPrice = builder.objectRef<ListedModel>('ModelPrice').implement({
    description: 'What calls to a model cost now.',
    fields: (t) => ({
      version: t.string({
        description: 'Names this price for ever; the cost of a call has it as `priceVersion`.',
        resolve: ({ price }) => price.version,
      }),
      effectiveFrom: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'From when on it holds; null when it has held ever since the model is priced.',
        resolve: ({ priceEffectiveFrom }) => (priceEffectiveFrom === 0 ? null : priceEffectiveFrom),
      }),
      tiers: t.field({
        type: [priceTier],
        extensions: { assumedSize: TIERS },
        description: 'By length of the prompt; the first begins at 0.',
        resolve: ({ price }) => [...price.tiers],
      }),
      batchTiers: t.field({
        type: [priceTier],
        extensions: { assumedSize: TIERS },
        nullable: true,
        description: "In the provider's batch service, which Tollgate does not use; null when unknown.",
        resolve: ({ batchTiers }) => batchTiers && [...batchTiers],
      }),
      priorityTiers: t.field({
        type: [priceTier],
        extensions: { assumedSize: TIERS },
        nullable: true,
        description:
          "In the provider's service for priority requests, which Tollgate does not use; null when unknown.",
        resolve: ({ priorityTiers }) => priorityTiers && [...priorityTiers],
      }),
    }),
  });

  const model = builder.objectRef<ListedModel>('Model').implement({
    description: 'A model that has a price.',
    fields: (t) => ({
      name: t.exposeString('name', {
        description: 'What a call names it by. `provider/id` names it as well, whatever this is.',
      }),
      id: t.exposeID('id', { description: 'What the provider names it by.' }),
      provider: t.exposeString('provider', { description: 'Id of who runs it.' }),
      family: t.exposeString('family', { description: 'The model that it is a variant or a snapshot of.' }),
      kind: t.expose('kind', { type: modelKind, description: 'What it makes.' }),
      callable: t.boolean({
        description: 'True when its provider is configured, or the project has a key for it.',
        resolve: async ({ provider }, _, { principal, services }) =>
          (await services.calls.providers.of(principal.projectId)).has(provider),
      }),
      retired: t.exposeBoolean('retired', {
        description: 'True when the provider is known to serve it no longer.',
      }),
      aliases: t.field({
        type: ['String'],
        description: 'Other names for the same model.',
        resolve: ({ aliases }) => [...aliases],
      }),
      snapshots: t.field({
        type: ['String'],
        description:
          'Dated versions that are known and cost the same. Later ones are found by the form of their name.',
        resolve: ({ snapshots }) => [...snapshots],
      }),
      encoding: t.string({
        nullable: true,
        description: "The tiktoken encoding of its text; null when its maker's tokenizer is another.",
        resolve: ({ encoding, countsExactly }) => (countsExactly ? encoding : null),
      }),
      contextWindow: t.exposeInt('contextWindow', {
        nullable: true,
        description: 'Tokens that it takes, prompt and answer together; null when unknown.',
      }),
      maxOutputTokens: t.exposeInt('maxOutputTokens', {
        nullable: true,
        description: 'The most tokens that one answer can have; null when unknown.',
      }),
      parameters: t.field({
        type: ['String'],
        description: 'Fields of ModelParametersInput, besides maxTokens, that it is known to take.',
        resolve: ({ takes }) => [...takes],
      }),
      supports: t.field({
        type: [modelFeature],
        description: 'What it is known to do.',
        resolve: ({ supports }) => [...supports],
      }),
      price: t.field({ type: modelPrice, description: 'What it costs.', resolve: (listed) => listed }),
    }),
  });

  const filter = builder.inputType('ModelFilter', {
    description: 'Which models to list; all fields must match.',
    fields: (t) => ({
      provider: t.string({ description: 'Id of the provider, such as openai.' }),
      family: t.string({ description: 'Variants and snapshots of this model.' }),
      kind: t.field({ type: modelKind, description: 'What the model makes.' }),
      name: t.string({ description: 'A part of any of its names, in any case.' }),
      supports: t.field({ type: [modelFeature], description: 'Known to do all of these.' }),
      callable: t.boolean({ description: 'Whether its provider is configured.' }),
    }),
  });

  builder.queryField('models', (t) =>
    t.field({
      type: [model],
      description: 'Models and what they cost now: OpenAI first, then other makers, then hosts; by name.',
      authScopes: { viewer: true },
      // for the cost of a query (src/http/query-cost.ts)
      extensions: { assumedSize: 1_000 },
      args: { filter: t.arg({ type: filter, description: 'Which to list; all when left out.' }) },
      resolve: async (_, args, { principal, services }) => {
        const { calls, clock } = services;
        const { projectId } = principal;
        const providers = await calls.providers.of(projectId);
        return filterModels(
          await calls.models.list(projectId, clock.now()),
          parseInput(modelFilterSchema, args.filter ?? {}),
          ({ provider }) => providers.has(provider),
        );
      },
    }),
  );
  return { model, priceTier };
}
