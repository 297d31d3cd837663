import type { Page, PageRequest } from '../../lib/page.ts';
import type { ApiKey, ApiKeyChange, KeySecret } from './api-key.ts';
import type { AuditStamp } from './audit.ts';

export interface Rotation {
  secret: KeySecret;
  /** Until when the secret before it opens the key, UTC milliseconds. */
  previousUntil: number;
}

/** That a key was used, to tell when it was last. */
export interface KeyUse {
  projectId: string;
  id: string;
  at: number;
}

/** API keys. Each change is one durable write with its audit entry. All methods throw StoreUnavailableError. */
export interface ApiKeyStore {
  create(key: ApiKey, audit: AuditStamp): Promise<void>;
  /** Applies `rotated`. Null when there is no such key, or it was revoked or has expired. */
  rotate(projectId: string, keyId: string, rotation: Rotation, audit: AuditStamp): Promise<ApiKey | null>;
  /** Applies `changed`; where nothing changes, no entry is written. Null when there is no such key, or it was revoked or has expired. */
  update(projectId: string, keyId: string, change: ApiKeyChange, audit: AuditStamp): Promise<ApiKey | null>;
  /** Ends the key at `at`; one that was revoked before keeps its instant, and no entry is written. Null when there is no such key. */
  revoke(projectId: string, keyId: string, at: number, audit: AuditStamp): Promise<ApiKey | null>;
  find(projectId: string, keyId: string): Promise<ApiKey | null>;
  /** The keys that these hashes open, of all projects and in any order: who asks is not known yet. Revoked and expired ones too. */
  findByHashes(hashes: readonly string[]): Promise<ApiKey[]>;
  /** Moves `lastUsedAt` forward, never back. */
  markUsed(uses: readonly KeyUse[]): Promise<void>;
  /** Oldest first by id. */
  list(projectId: string, page: PageRequest): Promise<Page<ApiKey>>;
}
