import { createTwoFilesPatch, diffLines } from 'diff';
import { canonicalJson } from '../json-value.ts';
import type { TemplateBody, TemplateContent, TemplateVersion } from './template.ts';

/** Texts that differ in more lines than this are shown as one text in place of the other: comparing them takes too long. */
const CHANGED_LINES_MAX = 1_000;

export const DIFF_KINDS = ['same', 'removed', 'added'] as const;
export type DiffKind = (typeof DIFF_KINDS)[number];

/** Lines in a row that are in both versions, or in one of them. */
export interface TextDiff {
  kind: DiffKind;
  text: string;
}

/** A setting that differs; null where a version hasn't got it. */
export interface SettingDiff {
  /** Dotted: `parameters.temperature`, `variables.tone`, `examples.0`. */
  path: string;
  from: unknown;
  to: unknown;
}

export interface VersionDiff {
  from: TemplateVersion;
  to: TemplateVersion;
  text: readonly TextDiff[];
  /** The same as a patch in the unified format; empty when the texts are equal. */
  patch: string;
  settings: readonly SettingDiff[];
}

/** What differs between two versions. Bounded: also for texts that have nothing in common. */
export function diffVersions(from: TemplateVersion, to: TemplateVersion): VersionDiff {
  const [before, after] = [toSource(from.body), toSource(to.body)];
  const found = diffLines(before, after, { maxEditLength: CHANGED_LINES_MAX });
  const text: TextDiff[] =
    found === undefined
      ? [
          { kind: 'removed', text: before },
          { kind: 'added', text: after },
        ]
      : found.map(({ value, added, removed }) => ({
          kind: added ? 'added' : removed ? 'removed' : 'same',
          text: value,
        }));
  return { from, to, text, patch: toPatch(from, to, before, after), settings: diffSettings(from, to) };
}

function toPatch(from: TemplateVersion, to: TemplateVersion, before: string, after: string): string {
  if (before === after) return '';
  const [oldName, newName] = [from, to].map(({ templateId, number }) => `${templateId}@${number}`);
  const options = { maxEditLength: CHANGED_LINES_MAX };
  return (
    createTwoFilesPatch(oldName ?? '', newName ?? '', before, after, undefined, undefined, options) ?? ''
  );
}

/** The body as one text: the messages of a chat under a line with their role. */
export function toSource(body: TemplateBody): string {
  if (body.kind === 'text') return ensureNewline(body.text);
  return body.messages.map(({ role, content }) => `# ${role}\n${ensureNewline(content)}`).join('');
}

function ensureNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

function diffSettings(from: TemplateContent, to: TemplateContent): SettingDiff[] {
  const [before, after] = [settingsOf(from), settingsOf(to)];
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  return paths
    .map((path) => ({ path, from: before.get(path) ?? null, to: after.get(path) ?? null }))
    .filter((one) => canonicalJson(one.from) !== canonicalJson(one.to));
}

function settingsOf(content: TemplateContent): Map<string, unknown> {
  const { format, model, parameters, parametersByModel, variables, examples, responseSchema } = content;
  return new Map<string, unknown>([
    ['format', format],
    ['model', model],
    ['responseSchema', responseSchema],
    ...Object.entries(parameters).map(([name, value]): [string, unknown] => [`parameters.${name}`, value]),
    ...parametersByModel.flatMap((one) =>
      Object.entries(one.parameters).map(([name, value]): [string, unknown] => [
        `parametersByModel.${one.model}.${name}`,
        value,
      ]),
    ),
    ...variables.map(({ name, ...others }): [string, unknown] => [`variables.${name}`, others]),
    ...examples.map((example, index): [string, unknown] => [`examples.${index}`, example]),
  ]);
}
