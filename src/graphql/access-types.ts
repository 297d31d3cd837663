import { stateOf } from '../domain/access/api-key.ts';
import type { ApiKey, ApiKeyState, KeySecret } from '../domain/access/api-key.ts';
import type { Actor, ActorKind } from '../domain/access/audit.ts';
import type { ModelLimits, Principal, RateLimits, Role } from '../domain/access/principal.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

export type AccessTypes = ReturnType<typeof defineAccessTypes>;

/** Types of who may do what. */
export function defineAccessTypes(builder: Builder) {
  const role = upperCaseEnum<Role>(
    builder,
    'Role',
    'What a key may do; each may do what those before it may.',
    {
      viewer: 'Reads and follows what there is.',
      agent: 'Makes calls.',
      admin: 'Changes budgets, prices and keys, and sees the audit log.',
    },
  );
  const apiKeyState = upperCaseEnum<ApiKeyState>(builder, 'ApiKeyState', 'Whether a key lets anyone in.', {
    active: 'It does.',
    expired: 'Its time is over.',
    revoked: 'It was ended.',
  });
  const actorKind = upperCaseEnum<ActorKind>(builder, 'ActorKind', 'What kind of caller someone is.', {
    operator: 'Who has the admin key of the configuration.',
    api_key: 'An API key.',
    token: 'Someone with a token of the identity provider.',
  });

  const perMinute = {
    requests: 'Calls that it may start in a minute.',
    tokens: 'Tokens of prompts and answers in a minute.',
  };
  const modelRateLimits = builder.objectRef<ModelLimits>('ModelRateLimits').implement({
    description: 'What a key may use of one model; null is without a limit.',
    fields: (t) => ({
      model: t.exposeString('model', {
        description: 'The model, by name or family; all snapshots of a family share its limits.',
      }),
      requestsPerMinute: t.exposeInt('requestsPerMinute', {
        nullable: true,
        description: perMinute.requests,
      }),
      tokensPerMinute: t.exposeInt('tokensPerMinute', { nullable: true, description: perMinute.tokens }),
    }),
  });
  const rateLimits = builder.objectRef<RateLimits>('RateLimits').implement({
    description: 'What a key may use, over all instances together; null is without a limit.',
    fields: (t) => ({
      requestsPerMinute: t.exposeInt('requestsPerMinute', {
        nullable: true,
        description: perMinute.requests,
      }),
      tokensPerMinute: t.exposeInt('tokensPerMinute', { nullable: true, description: perMinute.tokens }),
      concurrentCalls: t.exposeInt('concurrentCalls', {
        nullable: true,
        description: 'Calls that it may have under way at once.',
      }),
      perModel: t.field({
        type: [modelRateLimits],
        description: 'Besides these, what it may use of single models.',
        resolve: ({ perModel }) => [...perModel],
      }),
    }),
  });

  const actor = builder.objectRef<Actor>('Actor').implement({
    description: 'Who did something.',
    fields: (t) => ({
      kind: t.expose('kind', { type: actorKind, description: 'What kind of caller.' }),
      id: t.exposeID('id', {
        nullable: true,
        description: 'Id of the API key, or subject of the token; null for the operator.',
      }),
    }),
  });

  const secret = builder.objectRef<KeySecret>('ApiKeySecret').implement({
    description: 'A text that opens a key. Only its beginning can be seen.',
    fields: (t) => ({
      prefix: t.exposeString('prefix', { description: 'How it begins.' }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it ends because the key was rotated; null for the newest.',
      }),
    }),
  });

  const binding = {
    agentIds: 'The agents that it may make calls for; null for any.',
    models: 'The models that it may call, by name or family; null for any.',
    limits: 'What it may use.',
  };

  const apiKey = builder.objectRef<ApiKey>('ApiKey').implement({
    description: 'Lets a program in.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'Its id, which a rotation keeps.' }),
      name: t.exposeString('name', { description: 'What people call it.' }),
      role: t.expose('role', { type: role, description: 'What it may do.' }),
      state: t.field({
        type: apiKeyState,
        description: 'Whether it lets anyone in.',
        resolve: (key, _, { services }) => stateOf(key, services.clock.now()),
      }),
      prefix: t.string({
        description: 'How its newest secret begins.',
        resolve: ({ secrets: [newest] }) => newest.prefix,
      }),
      secrets: t.field({
        type: [secret],
        description: 'What opens it, newest first; two after a rotation.',
        resolve: ({ secrets }) => [...secrets],
      }),
      agentIds: t.stringList({
        nullable: true,
        description: binding.agentIds,
        resolve: ({ agentIds }) => agentIds && [...agentIds],
      }),
      models: t.stringList({
        nullable: true,
        description: binding.models,
        resolve: ({ models }) => models && [...models],
      }),
      limits: t.expose('limits', { type: rateLimits, description: binding.limits }),
      createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was made.' }),
      createdBy: t.expose('createdBy', { type: actor, description: 'Who made it.' }),
      expiresAt: t.expose('expiresAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it ends by itself; null for never.',
      }),
      revokedAt: t.expose('revokedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was ended; null while it was not.',
      }),
      lastUsedAt: t.expose('lastUsedAt', {
        type: 'DateTime',
        nullable: true,
        description: 'When it was last used, to the minute; null until then.',
      }),
    }),
  });

  const caller = builder.objectRef<Principal>('Caller').implement({
    description: 'Who asks, as Tollgate sees it.',
    fields: (t) => ({
      role: t.expose('role', { type: role, description: 'What the caller may do.' }),
      isOperator: t.exposeBoolean('isOperator', {
        description: 'True for the admin key of the configuration, which makes projects and acts on any.',
      }),
      projectId: t.exposeID('projectId', { description: 'The project that is acted on.' }),
      apiKeyId: t.exposeID('apiKeyId', { nullable: true, description: 'The API key, if it is one.' }),
      subject: t.exposeString('subject', {
        nullable: true,
        description: 'The subject of the token, if it is one.',
      }),
      agentIds: t.stringList({
        nullable: true,
        description: binding.agentIds,
        resolve: ({ agentIds }) => agentIds && [...agentIds],
      }),
      models: t.stringList({
        nullable: true,
        description: binding.models,
        resolve: ({ models }) => models && [...models],
      }),
      limits: t.expose('limits', { type: rateLimits, description: binding.limits }),
    }),
  });

  return { role, actor, apiKey, caller };
}
