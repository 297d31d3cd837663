/** Each role may do what those before it may. */
export const ROLES = ['viewer', 'agent', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a key may use of one model; null is without a limit. */
export interface ModelLimits {
  /** A model by name or family, as in `Principal.models`; a family's snapshots share its limits. */
  model: string;
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
}

/** What a key may use; null is without a limit. */
export interface RateLimits {
  /** Calls that it may start in a minute. */
  requestsPerMinute: number | null;
  /** Tokens of prompts and answers in a minute. */
  tokensPerMinute: number | null;
  /** Calls that it may have under way at once. */
  concurrentCalls: number | null;
  /** Besides these, by model. */
  perModel: readonly ModelLimits[];
}

/** Who asks. Every way in (HTTP, SSE, WebSocket) ends in one of these. */
export interface Principal {
  role: Role;
  /** True for the admin key of the configuration: it makes projects, and may act on any of them. */
  isOperator: boolean;
  /** The tenant: every record it reads or writes carries this id. */
  projectId: string;
  /** Null for who has no key that the store knows: the operator, and who brings a token. */
  apiKeyId: string | null;
  /** The subject of a token of the identity provider; null for everyone else. */
  subject: string | null;
  /** The agents that it may make calls for; null for any. */
  agentIds: readonly string[] | null;
  /** The models that it may call, by id or family; null for any. */
  models: readonly string[] | null;
  limits: RateLimits;
}

/** The tenant of who names no other. It is always there. */
export const DEFAULT_PROJECT_ID = 'default';

export const NO_LIMITS: RateLimits = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  concurrentCalls: null,
  perModel: [],
};

export const ADMIN_PRINCIPAL: Principal = {
  role: 'admin',
  isOperator: true,
  projectId: DEFAULT_PROJECT_ID,
  apiKeyId: null,
  subject: null,
  agentIds: null,
  models: null,
  limits: NO_LIMITS,
};

/** True for that role and those above it. */
export function hasRole(principal: Principal, role: Role): boolean {
  return ROLES.indexOf(principal.role) >= ROLES.indexOf(role);
}
