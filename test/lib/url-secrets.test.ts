import { expect, test } from 'vitest';
import { secretsInUrl } from '../../src/lib/url-secrets.ts';

test.each<[string, string, string[]]>([
  ['a password, as it stands there and decoded', 'mongodb://user:p%40ss@db/tollgate', ['p%40ss', 'p@ss']],
  ['no password', 'mongodb://user@db/tollgate?w=majority', []],
  ['an empty password', 'mongodb://user:@db/tollgate', []],
  [
    'the password of a key file, however its option is written',
    'mongodb://db/?tls=true&TLSCertificateKeyFilePassword=key%20pass',
    ['key%20pass', 'key pass'],
  ],
  ['the password of a proxy', 'mongodb://db/?proxyHost=gate&proxyPassword=gated', ['gated']],
  [
    'a session token, by itself and with the properties around it',
    'mongodb://db/?authMechanism=MONGODB-AWS&authMechanismProperties=SERVICE_NAME:mongodb,AWS_SESSION_TOKEN:to=ken',
    ['SERVICE_NAME:mongodb,AWS_SESSION_TOKEN:to=ken', 'to=ken'],
  ],
  ['what cannot be decoded', 'mongodb://user:can%ary@db/tollgate', ['can%ary']],
])('the secrets in a URL: %s', (_, url, secrets) => {
  expect(secretsInUrl(url)).toEqual(secrets);
});
