/** Options of a URL whose value is a credential, in lower case: of MongoDB's, as the driver of Node has them. */
const SECRET_OPTIONS = ['tlscertificatekeyfilepassword', 'proxypassword', 'authmechanismproperties'];
/** The one property of `authMechanismProperties` that is a secret by itself. */
const SESSION_TOKEN = /(?:^|,)AWS_SESSION_TOKEN:([^,]+)/;

/** The credentials in a URL, as they stand there and decoded: the password, and what its options hold. */
export function secretsInUrl(url: string): string[] {
  const password = /^[^/]+\/\/[^/@:]*:([^/@]+)@/.exec(url)?.[1];
  const [, query = ''] = url.split('?');
  const options = query.split('&').flatMap((option) => {
    const [, name = '', value = ''] = /^([^=]*)=(.*)$/.exec(option) ?? [];
    return SECRET_OPTIONS.includes(decoded(name).toLowerCase()) ? [value] : [];
  });
  const raw = [password ?? '', ...options];
  const all = [...raw, ...raw.map(decoded)];
  const tokens = all.flatMap((text) => SESSION_TOKEN.exec(text)?.[1] ?? []);
  return [...new Set([...all, ...tokens])].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
