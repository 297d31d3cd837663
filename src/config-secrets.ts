import { z } from 'zod';
import { toggle, variable } from './config-variable.ts';

/** Bytes of a key of AES-256. */
const KEY_BYTES = 32;
const ACCEPTED = `${KEY_BYTES} bytes as base64 or as ${2 * KEY_BYTES} hexadecimal digits, as \`openssl rand -base64 32\` prints them`;

const keySchema = z.string().transform((text, context) => {
  const key = keyIn(text);
  if (key !== null) return key;
  context.addIssue({ code: 'custom', message: ACCEPTED });
  return z.NEVER;
});

/** How secrets are kept that come in through the API. */
export const secretsVariables = {
  SECRETS_KEY: variable({
    schema: keySchema.optional(),
    default: null,
    meaning:
      "Seals what the store keeps of secrets: projects' own provider keys, which are not taken without it, and what webhooks are signed with. The same for all processes.",
    accepted: ACCEPTED,
    secret: true,
  }),
  SECRETS_KEY_PREVIOUS: variable({
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(keySchema))
      .optional(),
    default: null,
    meaning:
      'Earlier keys that still open what they sealed. At the start, all of it is sealed anew with SECRETS_KEY; then they can go.',
    accepted: `a comma-separated list, each ${ACCEPTED}`,
    secret: true,
  }),
  PROVIDER_ALLOW_PRIVATE: toggle(
    false,
    "true lets the base URL of a project's own provider key lead to private and loopback addresses, and be http.",
  ),
};

type Shape = { [Name in keyof typeof secretsVariables]: (typeof secretsVariables)[Name]['schema'] };
type SecretsEnvironment = z.output<z.ZodObject<Shape>>;

export interface SecretsConfig {
  /** The newest first; null when there is none. */
  keys: readonly [Uint8Array, ...Uint8Array[]] | null;
  /** Whether projects' own base URLs may be private. */
  allowPrivateProviders: boolean;
}

export function toSecrets(env: SecretsEnvironment): SecretsConfig {
  const { SECRETS_KEY: newest, SECRETS_KEY_PREVIOUS: previous = [] } = env;
  return {
    keys: newest === undefined ? null : [newest, ...previous],
    allowPrivateProviders: env.PROVIDER_ALLOW_PRIVATE,
  };
}

/** What is wrong with the variables together; `values` are those that are set. */
export function secretsProblems(values: Partial<Record<string, string>>): string[] {
  return values['SECRETS_KEY_PREVIOUS'] !== undefined && values['SECRETS_KEY'] === undefined
    ? ['SECRETS_KEY_PREVIOUS is set, and SECRETS_KEY is not.']
    : [];
}

/** Null for what is no key. */
function keyIn(text: string): Uint8Array | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex');
  if (!/^[\w+/-]{43}=?$/.test(text)) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === KEY_BYTES ? bytes : null;
}
