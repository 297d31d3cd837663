import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { encodingFor } from '../../domain/model/encoding.ts';
import { countEmbedding } from '../../domain/token/embedding-tokens.ts';
import type { TokenCounter } from '../../domain/token/token-counter.ts';
import { embeddingBody, embeddingError, inputsOf, lengthOf, tokensError } from './embedding-body.ts';
import type { EmbeddingBody, EmbeddingInput } from './embedding-body.ts';
import { vectorOf } from './embedding-vector.ts';
import type { Fault } from './fault.ts';
import { readBody } from './json-body.ts';
import { meetFault } from './meet-fault.ts';
import type { FaultParts } from './meet-fault.ts';
import { directiveOfTexts } from './request-directive.ts';
import type { Exchange } from './exchange.ts';
import { sendError } from './respond.ts';
import { sendWhole } from './send-body.ts';

export interface EmbeddingEndpointParts extends FaultParts {
  tokenCounter: TokenCounter;
  /** Called with the model's name for each request that can be read. */
  onModel: (model: string) => void;
}

/** Characters of input after which others get their turn. */
const CHARACTERS_AT_ONCE = 20_000;

/** Handles POST /v1/embeddings. */
export function createEmbeddingEndpoint(parts: EmbeddingEndpointParts) {
  return async function handleEmbedding(incoming: IncomingMessage, exchange: Exchange): Promise<void> {
    const { response, record } = exchange;
    const parsed = await readBody(incoming, embeddingBody);
    if (!parsed.ok) return sendError(response, parsed.error);
    const { body } = parsed;
    record.model = body.model;
    const problem = embeddingError(body);
    if (problem !== null) return sendError(response, problem);
    parts.onModel(body.model);

    const inputs = inputsOf(body);
    const texts = inputs.filter((input) => typeof input === 'string');
    const found = directiveOfTexts(texts, incoming.headers);
    if (!found.ok) return sendError(response, found.error);
    record.marker = found.directive.marker ?? null;
    const { headers } = incoming;
    const choice = { headers, model: body.model, directive: found.directive, said: body.input };
    const fault = await meetFault(parts, exchange, choice);
    if (fault === null) return;

    const count = await countEmbedding(parts.tokenCounter, inputs, encodingFor(body.model));
    const tooMany = tokensError(
      count.inputs.map(({ tokens }) => tokens),
      count.total.tokens,
    );
    if (tooMany !== null) return sendError(response, tooMany);
    record.promptTokens = count.total.tokens;
    const data = await embed(inputs, body, exchange);
    const usage = usageToReport(fault, count.total.tokens);
    await sendWhole(exchange, JSON.stringify({ object: 'list', data, model: body.model, ...usage }), fault);
  };
}

async function embed(inputs: readonly EmbeddingInput[], body: EmbeddingBody, exchange: Exchange) {
  const { model, encoding_format: format } = body;
  const length = lengthOf(model);
  const data: { object: 'embedding'; index: number; embedding: string | number[] }[] = [];
  let characters = 0;
  for (const [index, input] of inputs.entries()) {
    // tokens are words of their own: the same tokens have the same vector
    const text = typeof input === 'string' ? input : input.join(' ');
    characters += text.length + length;
    if (characters > CHARACTERS_AT_ONCE) {
      characters = 0;
      await nextTurn();
      if (exchange.hasLeft()) break;
    }
    const vector = vectorOf(text, model, length, body.dimensions ?? length);
    data.push({
      object: 'embedding',
      index,
      embedding: format === 'base64' ? toBase64(vector) : toNumbers(vector),
    });
  }
  return data;
}

/** 32-bit floats, the lowest byte first. */
function toBase64(vector: Float32Array): string {
  const bytes = Buffer.alloc(vector.length * Float32Array.BYTES_PER_ELEMENT);
  for (const [index, value] of vector.entries())
    bytes.writeFloatLE(value, index * Float32Array.BYTES_PER_ELEMENT);
  return bytes.toString('base64');
}

/** Nine digits are what tells any two 32-bit floats apart. */
function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(9)));
}

function usageToReport({ kind }: Fault, tokens: number): object {
  if (kind === 'no-usage') return {};
  const reported = kind === 'zero-usage' ? 0 : tokens;
  return { usage: { prompt_tokens: reported, total_tokens: reported } };
}
