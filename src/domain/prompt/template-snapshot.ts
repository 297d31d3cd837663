import { textsOf } from './template.ts';
import type { PromptTemplate, TemplateVersion } from './template.ts';

const TEXT_MAX = 200;

/** What the audit log shows of a template, and of a version that was published with it: its texts stay where versions are kept. */
export function templateSnapshot(template: PromptTemplate, version?: TemplateVersion): object {
  const { name, description, tags, latest, archivedAt } = template;
  return {
    name,
    description: description === null ? null : shortened(description),
    tags: tags.slice(0, TEXT_MAX),
    latest,
    archivedAt: archivedAt === null ? null : new Date(archivedAt).toISOString(),
    ...(version !== undefined && { version: versionSnapshot(version) }),
  };
}

/** What the audit log shows of a label; null while the template hasn't got it. */
export function labelSnapshot({ labels }: PromptTemplate, name: string): object | null {
  const label = labels.find((one) => one.name === name);
  return label === undefined ? null : { label: name, version: label.version, protected: label.protected };
}

function versionSnapshot({ number, format, body, variables, model, note }: TemplateVersion): object {
  return {
    number,
    format,
    characters: textsOf(body).reduce((sum, text) => sum + text.length, 0),
    variables: variables.length,
    model,
    note: note === null ? null : shortened(note),
  };
}

function shortened(text: string): string {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)}…`;
}
