import { diffVersions } from '../domain/prompt/diff-versions.ts';
import type { DiffKind, SettingDiff, TextDiff, VersionDiff } from '../domain/prompt/diff-versions.ts';
import { versionRefSchema } from '../domain/prompt/template-inputs.ts';
import { resolveRef } from '../domain/prompt/template-ref.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';
import type { TemplateTypes } from './template-types.ts';

/** What differs between two versions of a template. */
export function defineTemplateDiff(builder: Builder, { version }: TemplateTypes): void {
  const kind = upperCaseEnum<DiffKind>(builder, 'TextDiffKind', 'Where lines are.', {
    same: 'In both versions.',
    removed: 'Only in the one before.',
    added: 'Only in the one after.',
  });
  const textDiff = builder.objectRef<TextDiff>('TextDiff').implement({
    description: 'Lines in a row.',
    fields: (t) => ({
      kind: t.expose('kind', { type: kind, description: 'Where they are.' }),
      text: t.exposeString('text', { description: 'The lines, with their line breaks.' }),
    }),
  });
  const settingDiff = builder.objectRef<SettingDiff>('SettingDiff').implement({
    description: 'A setting that differs.',
    fields: (t) => ({
      path: t.exposeString('path', {
        description: 'Which: parameters.temperature, variables.tone, examples.0.',
      }),
      from: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Before; null for none.',
        resolve: (s) => s.from,
      }),
      to: t.field({
        type: 'JSON',
        nullable: true,
        description: 'After; null for none.',
        resolve: (s) => s.to,
      }),
    }),
  });
  const diff = builder.objectRef<VersionDiff>('TemplateDiff').implement({
    description: 'What differs between two versions.',
    fields: (t) => ({
      from: t.expose('from', { type: version, description: 'The version before.' }),
      to: t.expose('to', { type: version, description: 'The version after.' }),
      text: t.field({
        type: [textDiff],
        description:
          'Their texts by lines, in order; the messages of a chat stand under lines with their roles.',
        resolve: ({ text }) => [...text],
      }),
      patch: t.exposeString('patch', {
        description: 'The same in the unified format; empty for equal texts.',
      }),
      settings: t.field({
        type: [settingDiff],
        description: 'Format, model, parameters, variables, examples and schema that differ.',
        resolve: ({ settings }) => [...settings],
      }),
    }),
  });

  const refInput = builder
    .inputType('TemplateVersionRefInput', {
      description:
        'A version, by number or label; neither is `production`, or the newest where that is not set.',
      fields: (t) => ({
        version: t.int({ description: 'Its number.' }),
        label: t.string({ description: 'A label that points to it.' }),
      }),
    })
    .validate(versionRefSchema);

  builder.queryField('templateDiff', (t) =>
    t.field({
      type: diff,
      nullable: true,
      description: 'What differs between two versions; null when there is no such template.',
      authScopes: { viewer: true },
      args: {
        id: t.arg.id({ required: true, description: 'The template.' }),
        from: t.arg({ type: refInput, required: true, description: 'The version before.' }),
        to: t.arg({ type: refInput, required: true, description: 'The version after.' }),
      },
      resolve: async (_, { id, from, to }, { principal: { projectId }, services: { prompts } }) => {
        const template = await prompts.library.find(projectId, id);
        if (template === null) return null;
        // what is archived can still be looked at
        const open = { ...template, archivedAt: null };
        const numbers = [
          resolveRef(open, { id, ...from }, 'from').number,
          resolveRef(open, { id, ...to }, 'to').number,
        ];
        const keys = numbers.map((number) => ({ templateId: id, number }));
        const [before, after] = await prompts.library.versions(projectId, keys);
        return before && after ? diffVersions(before, after) : null;
      },
    }),
  );
}
