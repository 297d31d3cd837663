import { placeOf } from '../provider/provider-key.ts';
import type { ProviderKeyStore } from '../provider/provider-key.ts';
import { secretPlaceOf } from '../webhook/webhook.ts';
import type { WebhookStore } from '../webhook/webhook-store.ts';
import { isSealed } from './secret-box.ts';
import type { SecretBox } from './secret-box.ts';

/**
 * Seals with the newest key what an older one has sealed, or what was written before there was one: after it has run, the older keys can
 * go. Returns how many could not be opened. Throws StoreUnavailableError.
 */
export async function resealSecrets(
  { providerKeys, webhooks }: { providerKeys: ProviderKeyStore; webhooks: WebhookStore },
  box: SecretBox,
): Promise<number> {
  let unreadable = 0;
  for (const key of await providerKeys.all()) {
    if (box.isCurrent(key.sealedKey)) continue;
    const apiKey = box.open(key.sealedKey, placeOf(key));
    if (apiKey === null) unreadable += 1;
    else await providerKeys.reseal(key, box.seal(apiKey, placeOf(key)));
  }
  for (const webhook of await webhooks.all()) {
    const place = secretPlaceOf(webhook);
    const secrets = webhook.secrets.map((secret) => {
      if (box.isCurrent(secret.value)) return secret;
      const value = isSealed(secret.value) ? box.open(secret.value, place) : secret.value;
      if (value === null) unreadable += 1;
      return value === null ? secret : { ...secret, value: box.seal(value, place) };
    });
    const isChanged = secrets.some(({ value }, index) => value !== webhook.secrets[index]?.value);
    if (isChanged) await webhooks.reseal(webhook, secrets);
  }
  return unreadable;
}
