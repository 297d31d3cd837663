/** An answer that is an error, in the shape of OpenAI's. */
export interface ErrorAnswer {
  status: number;
  type: string;
  code: string | null;
  param?: string;
  message: string;
  retryAfter?: RetryAfter;
}

/** How long a client is told to wait, in one of the three forms that providers use. */
export type RetryAfter =
  /** `Retry-After: 2` */
  | { form: 'after'; seconds: number }
  /** `Retry-After-Ms: 200` */
  | { form: 'after-ms'; ms: number }
  /** `Retry-After: Wed, 21 Oct 2026 07:28:00 GMT`, so many seconds from now. */
  | { form: 'date'; seconds: number };

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

/** What OpenAI says with a status, by the status. */
const BY_STATUS: Readonly<Record<number, ErrorAnswer>> = {
  401: {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided (sandbox).',
  },
  403: {
    status: 403,
    type: 'invalid_request_error',
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported (sandbox).',
  },
  404: unknownModel('sandbox-404'),
  429: { ...RATE_LIMIT, retryAfter: { form: 'after', seconds: 1 } },
  503: {
    ...SERVER_ERROR,
    status: 503,
    message: 'The engine is overloaded, please try again later (sandbox).',
  },
};

/** Errors that are not told apart by their status. */
export const NAMED_ERRORS: Readonly<Record<string, ErrorAnswer>> = {
  '429-ms': { ...RATE_LIMIT, retryAfter: { form: 'after-ms', ms: 20 } },
  quota: {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details (sandbox).',
  },
  context: {
    ...invalid('messages', "This model's maximum context length is 8192 tokens (sandbox)."),
    code: 'context_length_exceeded',
  },
  blocked: {
    ...invalid('messages', 'The request was refused by the content filter (sandbox).'),
    code: 'content_filter',
  },
};

/** The error of that status, from 400 to 599. */
export function answerOfStatus(status: number): ErrorAnswer {
  const known = BY_STATUS[status];
  if (known !== undefined) return known;
  return status >= 500 ? { ...SERVER_ERROR, status } : { ...invalid(null, INVALID), status };
}

const INVALID = 'This request is invalid (sandbox).';

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
