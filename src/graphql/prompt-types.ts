import type { ContextCut, ContextReport, CutAction, CutReason } from '../domain/prompt/build-context.ts';
import type { ContextPart } from '../domain/prompt/context-input.ts';
import type { TemplateUse, VersionUse } from '../domain/prompt/resolve-template.ts';
import type { Builder } from './builder.ts';
import { upperCaseEnum } from './enums.ts';

/** What a call says of the template and the context that its prompt was made of. */
export function definePromptTypes(builder: Builder) {
  const templateUse = builder.objectRef<TemplateUse>('TemplateUse').implement({
    description: 'The version of a template that a call was made with.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The template.' }),
      version: t.exposeInt('version', { description: 'Its version.' }),
      label: t.exposeString('label', {
        nullable: true,
        description: 'The label that led to the version; null when it was named by its number.',
      }),
      unknownVariables: t.field({
        type: ['String'],
        description: 'Values that were given and that the template has no variable for.',
        resolve: ({ unknownVariables }) => [...unknownVariables],
      }),
    }),
  });

  const versionUse = builder.objectRef<VersionUse>('TemplateVersionUse').implement({
    description: 'A version of a template whose text is in a prompt.',
    fields: (t) => ({
      id: t.exposeID('id', { description: 'The template.' }),
      version: t.exposeInt('version', { description: 'Its version.' }),
    }),
  });

  const part = upperCaseEnum<ContextPart>(builder, 'ContextPart', 'A part of a context that can be cut.', {
    examples: 'Questions with their answers.',
    documents: 'What was retrieved.',
    history: 'What was said before.',
  });
  const action = upperCaseEnum<CutAction>(builder, 'ContextCutAction', 'What became of what was cut.', {
    dropped: 'It is not in the prompt.',
    summarised: 'A summary stands in its place.',
  });
  const reason = upperCaseEnum<CutReason>(builder, 'ContextCutReason', 'Why it was cut.', {
    token_limit: 'There was no room within the limit.',
    summary_failed: 'There was no room, and no summary to be had.',
  });
  const cut = builder.objectRef<ContextCut>('ContextCut').implement({
    description: 'Entries in a row that are not in the prompt as they were given.',
    fields: (t) => ({
      part: t.expose('part', { type: part, description: 'Of which part.' }),
      index: t.exposeInt('index', { description: 'The first of them, from 0.' }),
      count: t.exposeInt('count', { description: 'How many.' }),
      tokens: t.exposeInt('tokens', { description: 'Their tokens.' }),
      action: t.expose('action', { type: action, description: 'What became of them.' }),
      reason: t.expose('reason', { type: reason, description: 'Why.' }),
    }),
  });
  const contextReport = builder.objectRef<ContextReport>('ContextReport').implement({
    description: 'What came of a context.',
    fields: (t) => ({
      tokenLimit: t.exposeInt('tokenLimit', {
        nullable: true,
        description: 'The most tokens that the prompt could have; null when there was no limit.',
      }),
      tokens: t.exposeInt('tokens', { description: 'Tokens of the prompt.' }),
      cut: t.field({
        type: [cut],
        description: 'What was cut, and why.',
        resolve: (report) => [...report.cut],
      }),
    }),
  });
  return { templateUse, versionUse, contextReport };
}
