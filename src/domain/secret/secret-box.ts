import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Seals texts that the store keeps and nobody is to read there: the keys of providers, the secrets of webhooks. */
export interface SecretBox {
  /**
   * The text as AES-256-GCM makes it of the newest key. `place` is where it is kept, and is bound to it: the sealed text opens
   * nowhere else.
   */
  seal(text: string, place: SecretPlace): string;
  /** Null when it was sealed with a key that isn't there, for another place, or was changed. */
  open(sealed: string, place: SecretPlace): string | null;
  /** Whether the newest key has sealed it. */
  isCurrent(sealed: string): boolean;
}

/** What a secret is of: its kind, its project and its record. */
export type SecretPlace = readonly [kind: string, projectId: string, id: string];

const CIPHER = 'aes-256-gcm';
/** NIST SP 800-38D: 96 bits, random; good for 2^32 texts of one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const FORMAT = 'sealed1';
const SEALED = new RegExp(`^${FORMAT}\\.([0-9a-f]{16})\\.([\\w-]+)$`);

/** True for what a box has made, whatever its key. */
export function isSealed(text: string): boolean {
  return SEALED.test(text);
}

/** `keys` are of 32 bytes; the first seals, all of them open. */
export function createSecretBox(keys: readonly [Uint8Array, ...Uint8Array[]]): SecretBox {
  const byId = new Map(keys.map((key) => [idOf(key), key]));
  const [newest] = keys;
  const newestId = idOf(newest);

  return {
    seal(text, place) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, newest, iv);
      cipher.setAAD(associatedData(newestId, place));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${FORMAT}.${newestId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, place) {
      const [, id = '', encoded = ''] = SEALED.exec(sealed) ?? [];
      const key = byId.get(id);
      const bytes = Buffer.from(encoded, 'base64url');
      if (key === undefined || bytes.length < IV_BYTES + TAG_BYTES) return null;
      const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, IV_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(associatedData(id, place));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const text = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
        return Buffer.concat([text, decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
    isCurrent: (sealed) => SEALED.exec(sealed)?.[1] === newestId,
  };
}

/** Names a key without saying anything of it. */
function idOf(key: Uint8Array): string {
  return createHash('sha256').update('tollgate secrets key id\0').update(key).digest('hex').slice(0, 16);
}

function associatedData(keyId: string, place: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([FORMAT, keyId, ...place]));
}
