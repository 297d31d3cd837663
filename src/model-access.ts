import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { ModelDirectoryParts } from './domain/model/model-directory.ts';
import type { ProviderKeyParts } from './domain/provider/manage-provider-keys.ts';
import { createProviderDirectory } from './domain/provider/provider-directory.ts';
import { resealSecrets } from './domain/secret/reseal.ts';
import { createSecretBox } from './domain/secret/secret-box.ts';
import type { Storage } from './domain/storage.ts';
import type { TokenCounter } from './domain/token/token-counter.ts';
import type { Clock } from './lib/clock.ts';
import { openProviders } from './providers/open-providers.ts';

/** How long a key that another process has set may go unnoticed, in milliseconds. */
const FRESH_MS = 1_000;
const SANDBOX_NOTICE =
  'SANDBOX: no OPENAI_API_KEY is set, so the built-in sandbox answers every call and no money is spent';

/** Who reaches models, with whose keys. */
export interface ModelAccess {
  providerKeys: ProviderKeyParts;
  /** Which providers can be called, for the directory of models. */
  known: Pick<ModelDirectoryParts, 'isConfigured' | 'providersOf'>;
  close(): Promise<void>;
}

/** The providers of the configuration, or the sandbox in their place, and projects' own keys at them. Never throws for the store. */
export async function openModelAccess(
  { openai, sandbox, secrets }: Config,
  storage: Storage,
  parts: { tokenCounter: TokenCounter; clock: Clock; logger: Logger },
): Promise<ModelAccess> {
  const { tokenCounter, clock, logger } = parts;
  const allowPrivate = secrets.allowPrivateProviders;
  const opened = await openProviders({ openai, sandbox, allowPrivate, tokenCounter, clock });
  const { configured, makers, sandboxUrl } = opened;
  if (sandboxUrl !== null) logger.warn({ url: sandboxUrl }, SANDBOX_NOTICE);
  const box = secrets.keys && createSecretBox(secrets.keys);
  const store = storage.providerKeys;
  const directory = createProviderDirectory({ store, box, configured, makers, clock, freshMs: FRESH_MS });
  return {
    providerKeys: { store, directory, box, providers: [...makers.keys()], allowPrivate },
    known: {
      isConfigured: (id) => configured.has(id),
      providersOf: (projectId) => directory.of(projectId),
    },
    close: () => opened.close(),
  };
}

/** Seals with the newest key what an earlier one has sealed, or none; what fails is tried again at the next start. */
export async function resealAll(storage: Storage, { box }: ProviderKeyParts, logger: Logger): Promise<void> {
  if (box === null) return;
  try {
    const unreadable = await resealSecrets(storage, box);
    if (unreadable > 0)
      logger.error(
        { secrets: unreadable },
        'sealed secrets cannot be opened; add their key to SECRETS_KEY_PREVIOUS',
      );
  } catch (err) {
    logger.error({ err }, 'secrets could not be sealed with the newest key');
  }
}
