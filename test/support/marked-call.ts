import { formatUsd } from '../../src/lib/money.ts';
import type { CompleteInput } from './gql/graphql.ts';
import { COMPLETE } from './documents.ts';
import type { TestApp } from './test-app.ts';
import { chatAnswer, startUpstream } from './upstream.ts';
import type { Upstream, UpstreamRequest } from './upstream.ts';

// Calls whose prompt names them, so that the upstream can say how often it was asked for each.

const MAX_TOKENS = 100;
/** What the upstream says it used, which is less than what is held: a presumption can be told from a settlement. */
const PROMPT_TOKENS = 8;
const COMPLETION_TOKENS = 40;
/** gpt-4o: 2.50 and 10 USD per million tokens. */
export const MARKED_COST_NANO = BigInt(PROMPT_TOKENS * 2_500 + COMPLETION_TOKENS * 10_000);
/** What a marked call costs when it is answered, in dollars. */
export const MARKED_COST = formatUsd(MARKED_COST_NANO);

export interface CountingUpstream extends Upstream {
  /** How often it was asked, by operationId. */
  readonly requestsOf: ReadonlyMap<string, number>;
}

/** A provider that answers each marked call with a text of its own, and counts. `think` is waited for before each answer. */
export async function startCountingUpstream(
  think: () => Promise<unknown> = async () => undefined,
): Promise<CountingUpstream> {
  const requestsOf = new Map<string, number>();
  const upstream = await startUpstream(async (request) => {
    const operationId = markOf(request);
    const asked = (requestsOf.get(operationId) ?? 0) + 1;
    requestsOf.set(operationId, asked);
    await think();
    return chatAnswer(PROMPT_TOKENS, COMPLETION_TOKENS, `Answer ${asked} to ${operationId}.`);
  });
  return Object.assign(upstream, { requestsOf });
}

/** Asks for a call that the counting upstream knows by its operationId. */
export async function completeMarked(
  client: Pick<TestApp, 'run'>,
  input: Omit<CompleteInput, 'prompt' | 'model' | 'parameters'> & { operationId: string },
) {
  const shared = {
    prompt: `Call ${input.operationId}`,
    model: 'gpt-4o',
    parameters: { maxTokens: MAX_TOKENS },
  };
  return (await client.run(COMPLETE, { input: { ...shared, ...input } })).complete;
}

function markOf({ body }: UpstreamRequest): string {
  const [message] = body.messages as { content: string }[];
  return message?.content.replace(/^Call /, '') ?? '';
}
