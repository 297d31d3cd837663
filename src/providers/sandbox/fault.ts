import { isSandboxModel } from './sandbox-models.ts';

/** An answer that is an error, in the shape of OpenAI's. */
export interface ErrorAnswer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  type: string;
  code: string | null;
  param?: string;
  message: string;
}

/** What goes wrong with one request, or how it answers otherwise than plainly. */
export type Fault =
  | {
      kind: 'none' | 'fill' | 'hang' | 'cut' | 'malformed' | 'no-usage' | 'zero-usage' | 'refusal' | 'filter';
    }
  | { kind: 'delay'; ms: number }
  | { kind: 'flaky'; failures: number }
  | { kind: 'error'; answer: ErrorAnswer };

const SLOW_MS = 500;

const RATE_LIMIT = {
  status: 429,
  type: 'requests',
  code: 'rate_limit_exceeded',
  message: 'Rate limit reached for requests (sandbox).',
};

export const SERVER_ERROR: ErrorAnswer = {
  status: 500,
  type: 'server_error',
  code: null,
  message: 'The server had an error while processing your request (sandbox).',
};

const ERRORS: Readonly<Record<string, ErrorAnswer>> = {
  'sandbox-400': invalid(null, 'This request is invalid (sandbox).'),
  'sandbox-401': {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided (sandbox).',
  },
  'sandbox-403': {
    status: 403,
    type: 'invalid_request_error',
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported (sandbox).',
  },
  'sandbox-404': unknownModel('sandbox-404'),
  'sandbox-500': SERVER_ERROR,
  'sandbox-503': {
    ...SERVER_ERROR,
    status: 503,
    message: 'The engine is overloaded, please try again later (sandbox).',
  },
  'sandbox-429': { ...RATE_LIMIT, headers: { 'retry-after': '1' } },
  'sandbox-429-ms': { ...RATE_LIMIT, headers: { 'retry-after-ms': '20' } },
  'sandbox-quota': {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details (sandbox).',
  },
  'sandbox-context': {
    ...invalid('messages', "This model's maximum context length is 8192 tokens (sandbox)."),
    code: 'context_length_exceeded',
  },
  'sandbox-blocked': {
    ...invalid('messages', 'The request was refused by the content filter (sandbox).'),
    code: 'content_filter',
  },
};

/** The fault that a name stands for: `none` for a real model's name, null for a name that the sandbox doesn't know. */
export function faultOf(name: string): Fault | null {
  if (!isSandboxModel(name)) return name.startsWith('sandbox') ? null : { kind: 'none' };
  const answer = ERRORS[name];
  if (answer !== undefined) return { kind: 'error', answer };
  const [, word = '', number = ''] = /^sandbox-(delay|flaky)-(\d+)$/.exec(name) ?? [];
  if (word === 'delay') return { kind: 'delay', ms: Number(number) };
  if (word === 'flaky') return { kind: 'flaky', failures: Number(number) };
  switch (name) {
    case 'sandbox-slow':
      return { kind: 'delay', ms: SLOW_MS };
    case 'sandbox-fill':
      return { kind: 'fill' };
    case 'sandbox-hang':
      return { kind: 'hang' };
    case 'sandbox-cut':
      return { kind: 'cut' };
    case 'sandbox-malformed':
      return { kind: 'malformed' };
    case 'sandbox-no-usage':
      return { kind: 'no-usage' };
    case 'sandbox-zero-usage':
      return { kind: 'zero-usage' };
    case 'sandbox-refusal':
      return { kind: 'refusal' };
    case 'sandbox-filter':
      return { kind: 'filter' };
    default:
      return { kind: 'none' };
  }
}

export function unknownModel(name: string): ErrorAnswer {
  return {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: `The model \`${name}\` does not exist or you do not have access to it.`,
  };
}

/** A request that cannot be served as it is; `param` names the field. */
export function invalid(param: string | null, message: string): ErrorAnswer {
  return {
    status: 400,
    type: 'invalid_request_error',
    code: null,
    message,
    ...(param !== null && { param }),
  };
}
