import { readFile } from 'node:fs/promises';
import { parse, validate } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { z } from 'zod';
import { TollgateError } from '../domain/errors.ts';
import type { ServerPlugin } from './exchange.ts';
import { httpError } from './http-error.ts';

/** Ids that GraphQL Code Generator and Relay write, to documents. */
const plainManifest = z.record(z.string().min(1).max(200), z.string());
/** https://www.apollographql.com/docs/kotlin/advanced/persisted-queries: what Apollo's tools write. */
const apolloManifest = z
  .object({
    format: z.literal('apollo-persisted-query-manifest'),
    operations: z.array(z.object({ id: z.string().min(1).max(200), body: z.string() })),
  })
  .transform(({ operations }) => Object.fromEntries(operations.map(({ id, body }) => [id, body])));
const manifestSchema = z.union([apolloManifest, plainManifest]);

/** What a request says of the operation that it wants. */
interface OperationReference {
  query?: string | undefined;
  extensions?: unknown;
  documentId?: unknown;
}

/** The only operations that may run. */
export interface PersistedOperations {
  /** The document that a request names or has; throws a GraphQLError with status 403 when it is none of the list. */
  textOf(reference: OperationReference): string;
}

/** The manifest cannot be used; the message says why. */
export class ManifestError extends TollgateError {
  constructor(message: string, cause?: unknown) {
    super(message, { code: 'MANIFEST_INVALID', category: 'validation', retryable: false, cause });
  }
}

/** Reads the operations of a manifest. Throws ManifestError for a file that is none, and for a document that the schema doesn't allow. */
export async function loadPersistedOperations(
  path: string,
  schema: GraphQLSchema,
): Promise<PersistedOperations> {
  const manifest = manifestSchema.safeParse(await readJson(path));
  if (!manifest.success) {
    throw new ManifestError(
      'The file of PERSISTED_OPERATIONS must hold an object from ids to documents, or a manifest of Apollo.',
    );
  }
  for (const [id, text] of Object.entries(manifest.data)) checkDocument(schema, id, text);
  return createPersistedOperations(manifest.data);
}

export function createPersistedOperations(texts: Readonly<Record<string, string>>): PersistedOperations {
  const byId = new Map(Object.entries(texts));
  const known = new Set(byId.values());
  return {
    textOf({ query, extensions, documentId }) {
      const id = typeof documentId === 'string' ? documentId : idOf(extensions);
      const text = id === null ? query : (byId.get(id) ?? byId.get(id.replace(/^sha256:/, '')));
      // the text of one is as good as its id
      if (text !== undefined && known.has(text)) return text;
      throw httpError(
        403,
        'OPERATION_NOT_PERSISTED',
        'Only operations of the list of this server may run. Send the id of one as extensions.persistedQuery.sha256Hash.',
      );
    },
  };
}

/** Lets only operations of the list run, over HTTP and SSE; websocket.ts asks for itself, because its messages don't come by here. */
export function usePersistedOperations(operations: PersistedOperations): ServerPlugin {
  return {
    onParams({ params, setParams }) {
      setParams({ ...params, query: operations.textOf(params ?? {}) });
    },
  };
}

/** The id as Apollo's clients send it. */
function idOf(extensions: unknown): string | null {
  const shape = z.object({ persistedQuery: z.object({ sha256Hash: z.string() }) });
  const parsed = shape.safeParse(extensions);
  return parsed.success ? parsed.data.persistedQuery.sha256Hash : null;
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as unknown;
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? 'is not valid JSON' : 'cannot be read';
    throw new ManifestError(`The file of PERSISTED_OPERATIONS ${reason}: ${path}.`, cause);
  }
}

function checkDocument(schema: GraphQLSchema, id: string, text: string): void {
  const problem = documentProblem(schema, text);
  if (problem !== null) {
    throw new ManifestError(
      `The operation ${JSON.stringify(id)} of PERSISTED_OPERATIONS is wrong: ${problem}`,
    );
  }
}

function documentProblem(schema: GraphQLSchema, text: string): string | null {
  try {
    return validate(schema, parse(text))[0]?.message ?? null;
  } catch (error) {
    return (error as Error).message;
  }
}
