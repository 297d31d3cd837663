import type { PromptTemplate, TemplateVersion } from './template.ts';

/** Ids that begin so belong to templates that come with Tollgate. */
export const BUILTIN_PREFIX = 'builtin/';
export const COST_EFFICIENT_ID = `${BUILTIN_PREFIX}cost-efficient`;

interface BuiltinTemplate {
  id: string;
  name: string;
  description: string;
  /** The text of each version, the first one first. A version that was released is never changed. */
  versions: readonly { text: string; note: string; createdAt: number }[];
}

const BUILTINS: readonly BuiltinTemplate[] = [
  {
    id: COST_EFFICIENT_ID,
    name: 'Cost-efficient answers',
    description:
      'A system prompt that keeps answers short and cheap; a call switches it on with costEfficient.',
    versions: [
      {
        text: [
          'You work within a budget: every token of your answer is paid for.',
          '- Be concise. Give the answer first, and leave out greetings, apologies and summaries of what was said.',
          '- Use only the context that the task needs. Do not quote or restate the question or the material you were given.',
          '- When several ways lead to the same result, take the one that uses fewer steps, calls and resources.',
          '- Say each thing once. Do not repeat yourself.',
          '- Stop when the task is done. If something is missing, ask one short question.',
        ].join('\n'),
        note: 'The first version.',
        createdAt: Date.UTC(2026, 0, 1),
      },
    ],
  },
];

export function isBuiltin(templateId: string): boolean {
  return templateId.startsWith(BUILTIN_PREFIX);
}

/** The built-in templates, as a project sees them. */
export function builtinTemplates(projectId: string): PromptTemplate[] {
  return BUILTINS.map(({ id, name, description, versions }) => ({
    projectId,
    id,
    name,
    description,
    tags: ['builtin'],
    latest: versions.length,
    labels: [],
    moves: 0,
    author: 'tollgate',
    createdAt: versions[0]?.createdAt ?? 0,
    updatedAt: versions.at(-1)?.createdAt ?? 0,
    archivedAt: null,
  }));
}

/** The version of a built-in template; null when it has none of that number. */
export function builtinVersion(
  projectId: string,
  templateId: string,
  number: number,
): TemplateVersion | null {
  const found = BUILTINS.find(({ id }) => id === templateId)?.versions[number - 1];
  if (found === undefined) return null;
  return {
    projectId,
    templateId,
    number,
    publishId: `${templateId}@${number}`,
    format: 'simple',
    body: { kind: 'chat', messages: [{ role: 'system', content: found.text }] },
    variables: [],
    examples: [],
    model: null,
    parameters: {},
    parametersByModel: [],
    responseSchema: null,
    tokenEstimates: [],
    note: found.note,
    author: 'tollgate',
    createdAt: found.createdAt,
  };
}
