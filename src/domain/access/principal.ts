/** Who asks. Every way in (HTTP, SSE, WebSocket) ends in one of these. */
export interface Principal {
  role: 'admin' | 'agent' | 'viewer';
  /** The tenant: every record it reads or writes carries this id. */
  projectId: string;
  /** Null for the admin key of the configuration and for the open development mode. */
  apiKeyId: string | null;
}

/** The tenant of every record until projects can be made. */
export const DEFAULT_PROJECT_ID = 'default';

export const ADMIN_PRINCIPAL: Principal = { role: 'admin', projectId: DEFAULT_PROJECT_ID, apiKeyId: null };
