import type { Target } from './load.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
export const AGENT_ID = 'bench';
const MODEL = 'gpt-4o';
const MAX_TOKENS = 100;
const TEXT =
  'A town has a bridge with a toll gate on it. Every cart pays before it crosses, and the keeper writes down who paid, how much, ' +
  'and what is left in the purse of the guild that sent the cart. When a purse is empty the gate stays shut, however many carts ' +
  'arrive at once. Tell in one sentence what the keeper must never do.';

const COMPLETE = `mutation Complete($input: CompleteInput!) {
  complete(input: $input) {
    __typename
    ... on CompleteSuccess {
      text
      finishReason
      usage { promptTokens completionTokens totalTokens }
      cost { total currency }
      call { operationId }
    }
    ... on Error { code message }
  }
}`;

/** No two prompts are alike, so that no cache answers for the work. */
function promptOf(number: number): string {
  return `Question ${number}. ${TEXT}`;
}

/** `complete` over GraphQL, within a budget. */
export function tollgateTarget(origin: string, adminKey: string): Target {
  const input = { agentId: AGENT_ID, model: MODEL, parameters: { maxTokens: MAX_TOKENS } };
  return {
    origin,
    path: '/graphql',
    headers: { ...JSON_TYPE, authorization: `Bearer ${adminKey}` },
    bodyOf: (number) =>
      JSON.stringify({ query: COMPLETE, variables: { input: { ...input, prompt: promptOf(number) } } }),
    isAnswer: (status, body) =>
      status === 200 && body.includes('"__typename":"CompleteSuccess"') && !body.includes('"errors"'),
  };
}

/** The request that Tollgate sends upstream, through the bare proxy. */
export function proxyTarget(origin: string): Target {
  return {
    origin,
    path: '/v1/chat/completions',
    headers: { ...JSON_TYPE, authorization: 'Bearer sk-bench' },
    bodyOf: (number) =>
      JSON.stringify({
        model: MODEL,
        messages: [{ role: 'user', content: promptOf(number) }],
        max_completion_tokens: MAX_TOKENS,
        temperature: 0.7,
        top_p: 1,
      }),
    isAnswer: (status, body) => status === 200 && body.includes('"finish_reason":"stop"'),
  };
}
