// What the command `npm run templates` asks a running server.
import type { CreateTemplateInput } from './domain/prompt/template-inputs.ts';

/** The server refused, or could not be reached; the message is for the terminal. */
export class ApiError extends Error {}

/** A template as the server has it. */
export interface RemoteTemplate {
  input: CreateTemplateInput & { id: string };
  version: number;
  isBuiltin: boolean;
}

export interface TemplateApi {
  /** All that are not archived, at the version that the label points to; those without the label are left out. */
  list(label: string): Promise<RemoteTemplate[]>;
  find(id: string): Promise<RemoteTemplate | null>;
  create(input: CreateTemplateInput): Promise<void>;
  /** The number of the new version. Throws ApiError when `expectedLatest` is not the newest. */
  publish(input: CreateTemplateInput & { id: string }, expectedLatest: number | undefined): Promise<number>;
  setLabel(id: string, label: string, version: number): Promise<void>;
}

const FIELDS = `
  id name description tags builtIn
  version(label: $label) {
    version format template model responseSchema
    messages { role content }
    variables { name type required default description }
    examples { input output }
    parameters { ...parameters }
    parametersByModel { model parameters { ...parameters } }
  }`;
const PARAMETERS = `
  fragment parameters on ModelParameters {
    temperature topP frequencyPenalty presencePenalty maxTokens stopSequences taskType seed reasoningEffort
  }`;
const ERRORS = '__typename ... on Error { message }';

type Json = Record<string, unknown>;

/** `url` is the address of the server or of its GraphQL endpoint. */
export function createTemplateApi(url: string, key: string | undefined): TemplateApi {
  const endpoint = new URL(url);
  if (endpoint.pathname === '/') endpoint.pathname = '/graphql';

  async function ask(query: string, variables: Json): Promise<Json> {
    const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ query, variables }),
    }).catch((error: unknown) => {
      const { cause, message } = error as Error;
      throw new ApiError(
        `${endpoint.href} cannot be reached: ${cause instanceof Error ? cause.message : message}`,
      );
    });
    const answer = (await response.json().catch(() => ({}))) as {
      data?: Json;
      errors?: { message: string }[];
    };
    if (answer.errors?.[0] !== undefined) throw new ApiError(answer.errors[0].message);
    if (answer.data === undefined)
      throw new ApiError(`${endpoint.href} answered ${response.status}, and not as Tollgate does`);
    return answer.data;
  }

  /** Runs a mutation; what it gives besides success is thrown. */
  async function change(name: string, inputType: string, input: Json, fields = ''): Promise<Json> {
    const query = `mutation ($input: ${inputType}!) { ${name}(input: $input) { ${ERRORS} ${fields} } }`;
    const result = (await ask(query, { input }))[name] as Json;
    if (typeof result['message'] === 'string') throw new ApiError(result['message']);
    return result;
  }

  return {
    async list(label) {
      const found: RemoteTemplate[] = [];
      for (let after: unknown = null; ;) {
        const query = `query ($label: String, $after: String) {
          templates(first: 100, after: $after) { edges { node { ${FIELDS} } } pageInfo { hasNextPage endCursor } }
        } ${PARAMETERS}`;
        const { edges, pageInfo } = (await ask(query, { label, after }))['templates'] as {
          edges: { node: Json }[];
          pageInfo: Json;
        };
        found.push(...edges.flatMap(({ node }) => fromRemote(node) ?? []));
        if (pageInfo['hasNextPage'] !== true) return found;
        after = pageInfo['endCursor'];
      }
    },
    async find(id) {
      const query = `query ($id: ID!, $label: String) { template(id: $id) { ${FIELDS} } } ${PARAMETERS}`;
      const node = (await ask(query, { id, label: 'latest' }))['template'] as Json | null;
      return node === null ? null : fromRemote(node);
    },
    async create(input) {
      await change('createTemplate', 'CreateTemplateInput', toRemote(input));
    },
    async publish(input, expectedLatest) {
      const fields = '... on CreateTemplateVersionSuccess { version { version } }';
      const sent = { description: null, tags: [], ...toRemote(input), expectedLatest };
      const { version } = await change('createTemplateVersion', 'CreateTemplateVersionInput', sent, fields);
      return (version as { version: number }).version;
    },
    async setLabel(id, label, version) {
      await change('setTemplateLabel', 'SetTemplateLabelInput', { id, label, version });
    },
  };
}

/** Fields whose values are words of an enum, which the API has in upper case and files in lower case. */
const WORDS = new Set(['format', 'role', 'type', 'taskType', 'reasoningEffort']);
/** What is the author's own: nothing in it is a word of the API. */
const OWN = new Set(['responseSchema', 'default', 'content', 'template']);

function withWords(value: unknown, change: (word: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => withWords(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, unknown]) => {
      if (OWN.has(name)) return [name, inner];
      if (WORDS.has(name) && typeof inner === 'string') return [name, change(inner)];
      return [name, withWords(inner, change)];
    }),
  );
}

function toRemote(input: CreateTemplateInput): Json {
  return withWords(input, (word) => word.toUpperCase()) as Json;
}

/** Null when the template has no such version. */
function fromRemote({ version, builtIn, ...template }: Json): RemoteTemplate | null {
  if (version === null) return null;
  const { version: number, ...content } = withWords(withoutNulls(version), (word) =>
    word.toLowerCase(),
  ) as Json;
  const input = { ...(withoutNulls(template) as Json), ...content };
  return { input: input as RemoteTemplate['input'], version: Number(number), isBuiltin: builtIn === true };
}

/** Without nulls and empty lists: a field that says nothing is left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null && !(Array.isArray(inner) && inner.length === 0))
      .map(([name, inner]: [string, unknown]) => [name, OWN.has(name) ? inner : withoutNulls(inner)])
      .filter(
        ([, inner]) =>
          typeof inner !== 'object' || Array.isArray(inner) || Object.keys(inner as object).length > 0,
      ),
  );
}
