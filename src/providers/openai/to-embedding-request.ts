import type { EmbeddingCreateParams } from 'openai/resources/embeddings';
import type { EmbedRequest } from '../../domain/provider/provider.ts';
import type { ChatDialect } from './dialect.ts';

/**
 * The body of an embeddings request. The format is always named: without it the client asks for base64 and reads the floats of a server
 * that doesn't know it as silently wrong vectors.
 */
export function toEmbeddingRequest(
  { model, texts, dimensions }: EmbedRequest,
  dialect: ChatDialect,
): EmbeddingCreateParams {
  return {
    model: model.id,
    input: [...texts],
    encoding_format: dialect.embeddingFormat,
    ...(dimensions !== undefined && { dimensions }),
  };
}
