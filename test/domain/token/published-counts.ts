import type { CountableRequest, ToolDefinition } from '../../../src/domain/token/countable-request.ts';
import type { TokenEncoding } from '../../../src/domain/model/model.ts';

/** Prompt tokens that the API reported for a request. */
export interface PublishedCount {
  name: string;
  request: CountableRequest;
  encoding: TokenEncoding;
  tokens: number;
}

const WEATHER: CountableRequest = {
  messages: [
    {
      role: 'system',
      content: 'You are a helpful assistant that can answer to questions about the weather.',
    },
    { role: 'user', content: "What's the weather like in San Francisco?" },
  ],
  tools: [
    {
      name: 'get_current_weather',
      description: 'Get the current weather in a given location',
      parameters: {
        type: 'object',
        properties: {
          location: { type: 'string', description: 'The city and state, e.g. San Francisco, CA' },
          unit: {
            type: 'string',
            description: 'The unit of temperature to return',
            enum: ['celsius', 'fahrenheit'],
          },
        },
        required: ['location'],
      },
    },
  ],
};

/** What https://cookbook.openai.com/examples/how_to_count_tokens_with_tiktoken prints for a request with a tool. */
export const COOKBOOK_COUNTS: readonly PublishedCount[] = [
  { name: 'gpt-3.5-turbo', request: WEATHER, encoding: 'cl100k_base', tokens: 105 },
  { name: 'gpt-4', request: WEATHER, encoding: 'cl100k_base', tokens: 105 },
  { name: 'gpt-4o', request: WEATHER, encoding: 'o200k_base', tokens: 101 },
  { name: 'gpt-4o-mini', request: WEATHER, encoding: 'o200k_base', tokens: 101 },
];

type Choice = CountableRequest['toolChoice'];

function demonstration(properties: object, required: string[] = []): ToolDefinition {
  return tool('data_demonstration', 'This is the main function description', properties, required);
}

function tool(name: string, description: string, properties: object, required: string[]): ToolDefinition {
  return { name, description, parameters: { type: 'object', properties, required } };
}

function toBot(name: string, definition: ToolDefinition, toolChoice: Choice, tokens: number): PublishedCount {
  const messages = [{ role: 'system', content: 'You are a bot.' }] as const;
  return { name, request: { messages, tools: [definition], toolChoice }, encoding: 'cl100k_base', tokens };
}

const SEARCH = tool(
  'search_sources',
  'Retrieve sources from the Azure AI Search index',
  {
    search_query: {
      type: 'string',
      description: "Query string to retrieve documents from azure search eg: 'Health care plan'",
    },
  },
  ['search_query'],
);

function nested(properties: object): object {
  return { object_1: { type: 'object', description: 'The object data type as a property', properties } };
}

const LOST = { type: 'string', description: 'Description in a second object is lost' };
const FEELING = { type: 'string', enum: ['Happy', 'Sad'] };

/** Counts of the API for `tools`, found by github.com/pamelafox/openai-messages-token-helper in 2024. */
export const TOOL_COUNTS: readonly PublishedCount[] = [
  toBot('a string', SEARCH, 'auto', 66),
  toBot('choosing none', SEARCH, 'none', 67),
  toBot('choosing by name', SEARCH, { name: 'search_sources' }, 75),
  toBot(
    'numbers to choose from',
    demonstration({ integer_enum: { type: 'integer', enum: [-1, 1] } }),
    'none',
    54,
  ),
  toBot('an object', demonstration(nested({ string1: { type: 'string' } }), ['object_1']), 'none', 65),
  toBot('an object and a choice', demonstration(nested({ string_2a: FEELING }), ['object_1']), 'none', 73),
  toBot(
    'an object with descriptions',
    demonstration(nested({ string_2a: FEELING, string_2b: LOST }), ['object_1']),
    'none',
    89,
  ),
  toBot(
    'an array',
    tool(
      'get_coordinates',
      'Get the latitude and longitude of multiple mailing addresses',
      {
        addresses: {
          type: 'array',
          description: 'The mailing addresses to be located',
          items: { type: 'string' },
        },
      },
      ['addresses'],
    ),
    'none',
    59,
  ),
  toBot(
    'null',
    tool(
      'get_null',
      'Get the null value',
      { null_value: { type: 'null', description: 'The null value to be returned' } },
      ['null_value'],
    ),
    'none',
    55,
  ),
  toBot(
    'no type',
    tool(
      'get_no_type',
      'Get the no type value',
      { no_type_value: { description: 'The no type value to be returned' } },
      ['no_type_value'],
    ),
    'none',
    59,
  ),
];

function toUser(name: string, tools: readonly ToolDefinition[], tokens: number): PublishedCount {
  const messages = [{ role: 'user', content: 'hello' }] as const;
  return { name, request: { messages, tools }, encoding: 'cl100k_base', tokens };
}

const DO_FOO = { name: 'foo', description: 'Do a foo', parameters: { type: 'object', properties: {} } };

/** Counts of the API for the older `functions`, found by github.com/hmarr/openai-chat-tokens in 2023. */
export const FUNCTION_COUNTS: readonly PublishedCount[] = [
  toUser('no arguments', [DO_FOO], 36),
  toUser(
    'two arguments',
    [
      tool(
        'bing_bong',
        'Do a bing bong',
        { foo: { type: 'string' }, bar: { type: 'number', description: 'A number' } },
        [],
      ),
    ],
    57,
  ),
  toUser(
    'objects in an array',
    [
      {
        name: 'get_recipe',
        parameters: {
          type: 'object',
          required: ['ingredients', 'instructions', 'time_to_cook'],
          properties: {
            ingredients: {
              type: 'array',
              items: {
                type: 'object',
                required: ['name', 'unit', 'amount'],
                properties: {
                  name: { type: 'string' },
                  unit: { enum: ['grams', 'ml', 'cups', 'pieces', 'teaspoons'], type: 'string' },
                  amount: { type: 'number' },
                },
              },
            },
            instructions: {
              type: 'array',
              items: { type: 'string' },
              description: 'Steps to prepare the recipe (no numbering)',
            },
            time_to_cook: { type: 'number', description: 'Total time to prepare the recipe in minutes' },
          },
        },
      },
    ],
    106,
  ),
];
