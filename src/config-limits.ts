import { z } from 'zod';
import { toggle, variable, wholeNumber } from './config-variable.ts';
import type { ValuesOf } from './config-variable.ts';

/** What the server takes of a client before anything is executed. GraphiQL's own introspection query needs 15 levels and 500 tokens. */
export const limitVariables = {
  MAX_BODY_BYTES: wholeNumber(10_485_760, 1024, 1_073_741_824, 'Largest request body, in bytes.'),
  MAX_PROMPT_BYTES: wholeNumber(1_048_576, 1, 1_073_741_824, 'Largest prompt, in bytes of UTF-8.'),
  MAX_DOCUMENT_CHARACTERS: wholeNumber(
    262_144,
    1_024,
    16_777_216,
    'Longest GraphQL document, in characters; long texts belong in its variables.',
  ),
  MAX_DOCUMENT_TOKENS: wholeNumber(10_000, 100, 1_000_000, 'Most tokens of a GraphQL document.'),
  MAX_DEPTH: wholeNumber(20, 1, 200, 'Most levels of fields in each other.'),
  MAX_ALIASES: wholeNumber(200, 0, 100_000, 'Most aliases in a document.'),
  MAX_ROOT_FIELDS: wholeNumber(
    50,
    1,
    10_000,
    'Most fields at the top of an operation, each a query or a mutation of its own.',
  ),
  MAX_DIRECTIVES: wholeNumber(100, 0, 100_000, 'Most directives in a document.'),
  MAX_FRAGMENTS: wholeNumber(200, 0, 10_000, 'Most named fragments in a document, and most uses of them.'),
  MAX_COST: wholeNumber(
    100_000,
    100,
    100_000_000,
    'Most fields that an operation can answer with, by the sizes of its pages; a list without pages counts as ten entries.',
  ),
  MAX_JSON_DEPTH: wholeNumber(
    64,
    8,
    1_000,
    'Most levels of lists and objects in a body, and so in the variables.',
  ),
  MAX_JSON_VALUES: wholeNumber(100_000, 100, 100_000_000, 'Most values in a body, and so in the variables.'),
  MAX_SUBSCRIPTIONS_PER_KEY: wholeNumber(
    1_000,
    1,
    1_000_000,
    'Subscriptions that one key may have open at one process, streamed answers among them.',
  ),
  MAX_EXPORTS_PER_KEY: wholeNumber(
    4,
    1,
    1_000,
    'Exports of calls that one key may have under way at one process.',
  ),
  MAX_SOCKETS_PER_ADDRESS: wholeNumber(
    1_000,
    1,
    1_000_000,
    'Connections that one address may have open at one process, HTTP and WebSocket together. Behind proxies (TRUSTED_PROXY_HOPS): requests and WebSockets that one client has open.',
  ),
  REQUEST_TIMEOUT_MS: wholeNumber(
    120_000,
    1_000,
    3_600_000,
    'Milliseconds within which a whole request must have arrived.',
  ),
};

/** What of the schema and its tools is open. */
export const exposureVariables = {
  INTROSPECTION: toggle(
    true,
    'false hides the schema: no introspection, and no suggestions in errors. For production.',
  ),
  GRAPHIQL: toggle(true, 'false takes the GraphiQL page away. For production.'),
  PERSISTED_OPERATIONS: variable({
    schema: z.string().max(4_096).optional(),
    default: null,
    meaning: 'A file of the only operations that may run, by id. Absent: every valid operation may.',
    accepted: 'the path of a JSON file: an object from ids to documents, or a manifest of Apollo or Relay',
  }),
};

/** Limits of what is taken. Sizes in bytes or characters as named, times in milliseconds. */
export interface LimitsConfig {
  maxBodyBytes: number;
  maxPromptBytes: number;
  document: {
    maxCharacters: number;
    maxTokens: number;
    maxDepth: number;
    maxAliases: number;
    maxRootFields: number;
    maxDirectives: number;
    maxFragments: number;
    maxCost: number;
  };
  json: { maxDepth: number; maxValues: number };
  maxSubscriptionsPerKey: number;
  maxExportsPerKey: number;
  maxSocketsPerAddress: number;
  requestTimeoutMs: number;
}

export function toLimits(env: ValuesOf<typeof limitVariables>): LimitsConfig {
  return {
    maxBodyBytes: env.MAX_BODY_BYTES,
    maxPromptBytes: env.MAX_PROMPT_BYTES,
    document: {
      maxCharacters: env.MAX_DOCUMENT_CHARACTERS,
      maxTokens: env.MAX_DOCUMENT_TOKENS,
      maxDepth: env.MAX_DEPTH,
      maxAliases: env.MAX_ALIASES,
      maxRootFields: env.MAX_ROOT_FIELDS,
      maxDirectives: env.MAX_DIRECTIVES,
      maxFragments: env.MAX_FRAGMENTS,
      maxCost: env.MAX_COST,
    },
    json: { maxDepth: env.MAX_JSON_DEPTH, maxValues: env.MAX_JSON_VALUES },
    maxSubscriptionsPerKey: env.MAX_SUBSCRIPTIONS_PER_KEY,
    maxExportsPerKey: env.MAX_EXPORTS_PER_KEY,
    maxSocketsPerAddress: env.MAX_SOCKETS_PER_ADDRESS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
  };
}
