import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWK } from 'jose';

export const ISSUER = 'https://id.example';
export const AUDIENCE = 'tollgate';

type KeyPair = Awaited<ReturnType<typeof generateKeyPair>>;

/** A real HTTP server that shows the public keys of tokens, as identity providers do. */
export interface IdentityProvider {
  /** For JWT_JWKS_URL. */
  url: string;
  /** How often its keys were read. */
  readonly reads: number;
  /** Gives it a key beside those that it has, which signs from then on. */
  addKey(kid: string, algorithm: string): Promise<void>;
  /** A token with these claims beside the ordinary ones, signed with the newest key unless another is named. */
  token(claims?: Record<string, unknown>, kid?: string): Promise<string>;
  /** Answers everything with this status from now on; null is as usual. */
  answerWith(status: number | null): void;
  close(): Promise<void>;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const keys = new Map<string, { pair: KeyPair; jwk: JWK; algorithm: string }>();
  let reads = 0;
  let failure: number | null = null;
  const server = createServer((_, response) => {
    reads += 1;
    response.writeHead(failure ?? 200, { 'content-type': 'application/json' });
    response.end(failure === null ? JSON.stringify({ keys: [...keys.values()].map(({ jwk }) => jwk) }) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  const provider: IdentityProvider = {
    url: `http://127.0.0.1:${port}/.well-known/jwks.json`,
    get reads() {
      return reads;
    },
    async addKey(kid, algorithm) {
      const pair = await generateKeyPair(algorithm, { extractable: true });
      keys.set(kid, { pair, algorithm, jwk: { ...(await exportJWK(pair.publicKey)), kid, alg: algorithm } });
    },
    async token(claims = {}, kid = [...keys.keys()].at(-1) ?? '') {
      const key = keys.get(kid);
      if (key === undefined) throw new Error(`there is no key ${kid}`);
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({
        role: 'viewer',
        sub: 'ann',
        iss: ISSUER,
        aud: AUDIENCE,
        exp: now + 300,
        ...claims,
      })
        .setProtectedHeader({ alg: key.algorithm, kid })
        .sign(key.pair.privateKey);
    },
    answerWith(status) {
      failure = status;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  await provider.addKey('first', 'RS256');
  return provider;
}
