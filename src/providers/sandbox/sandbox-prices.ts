import { capabilitiesOf } from '../../domain/model/capabilities.ts';
import type { CatalogueEntry } from '../../domain/model/catalogue.ts';
import { encodingFor } from '../../domain/model/encoding.ts';
import { pricePerMillionToFemto } from '../../lib/money.ts';

/**
 * What the names of the sandbox's own models begin with: `sandbox-fill`, `sandbox-429`, `sandbox-delay-250`.
 */
const SANDBOX_PREFIX = 'sandbox-';

/**
 * One entry for all models whose names begin with `sandbox-`, at gpt-4o's price, so that budgets are used up
 * as with a real model. Only for a server that answers from the sandbox: a real provider has no such model.
 */
export function sandboxPriceEntries(): CatalogueEntry[] {
  const input = pricePerMillionToFemto('2.5');
  return [
    {
      ...capabilitiesOf('openai', 'gpt-4o'),
      name: SANDBOX_PREFIX,
      aliases: [],
      snapshots: [],
      snapshotFormat: null,
      hosted: false,
      matches: 'prefix',
      family: 'sandbox',
      provider: 'openai',
      kind: 'chat',
      encoding: encodingFor(SANDBOX_PREFIX),
      countsExactly: true,
      contextWindow: 128_000,
      retired: false,
      prices: [
        {
          effectiveFrom: 0,
          price: {
            version: 'sandbox/1',
            tiers: [
              {
                fromPromptTokens: 0,
                inputFemto: input,
                cacheReadFemto: pricePerMillionToFemto('1.25'),
                cacheWriteFemto: input,
                outputFemto: pricePerMillionToFemto('10'),
              },
            ],
          },
        },
      ],
    },
  ];
}
