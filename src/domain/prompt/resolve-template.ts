import type { ChatMessage } from '../call/chat-message.ts';
import type { ModelParameters } from '../call/parameters.ts';
import { NotFoundError } from '../errors.ts';
import { loadPartials } from './load-partials.ts';
import type { PromptLibrary } from './prompt-library.ts';
import { textsOf } from './template.ts';
import type { FewShotExample, TemplateBody } from './template.ts';
import { toMessages } from './template-messages.ts';
import type { ExampleUse } from './template-messages.ts';
import type { TemplateCallInput } from './template-inputs.ts';
import { resolveRef } from './template-ref.ts';
import { checkValues } from './template-values.ts';

/** Which version a call was made with. */
export interface TemplateUse {
  id: string;
  version: number;
  /** The label that led to the version; null when it was named by its number. */
  label: string | null;
  /** Names of given values that it has no variable for. */
  unknownVariables: readonly string[];
}

/** A version whose text is in a prompt. */
export type VersionUse = Pick<TemplateUse, 'id' | 'version'>;

/** Those of a stored call. One of an earlier release says nothing of them, and has that of its template alone. */
export function versionsOf(
  template: TemplateUse | null,
  stored: readonly VersionUse[] | undefined,
): readonly VersionUse[] {
  if (stored !== undefined) return stored;
  return template === null ? [] : [{ id: template.id, version: template.version }];
}

export interface ResolvedTemplate {
  use: TemplateUse;
  /** The version itself, then those of its partials. */
  versions: readonly VersionUse[];
  kind: TemplateBody['kind'];
  messages: readonly ChatMessage[];
  /** The model of a call that names none; null for the default of the configuration. */
  model: string | null;
  examples: readonly FewShotExample[];
  responseSchema: Readonly<Record<string, unknown>> | null;
  /** For people: what was given and not used. */
  warnings: readonly string[];
  /** Parameters of a call to that model that doesn't give them. */
  parametersFor(model: string | undefined): Partial<ModelParameters>;
}

export type TemplateCall = Partial<TemplateCallInput> & {
  id: string;
  /** `include` when left out. */
  exampleUse?: ExampleUse;
};

/**
 * What a call of a template sends: its label is looked up in the store now, so a label that was moved anywhere counts at once.
 * Throws NotFoundError, TemplateVariableError and StoreUnavailableError, and ValidationError for an archived template, an
 * unknown version, values of a wrong type, or a prompt of more than `bytesMax` bytes, which is not built.
 */
export async function resolveTemplate(
  library: PromptLibrary,
  projectId: string,
  call: TemplateCall,
  bytesMax: number,
): Promise<ResolvedTemplate> {
  const { template, number, label } = resolveRef(await library.find(projectId, call.id), call, 'template');
  const version = await library.version(projectId, template.id, number);
  if (version === null) throw new NotFoundError('version of a template', `${template.id}@${number}`);
  const { values, unknown } = checkValues(`"${template.id}" version ${number}`, version.variables, {
    variables: call.variables ?? new Map(),
    onUnknownVariable: call.onUnknownVariable ?? 'warn',
  });
  const { templateId, format, body, examples, parameters, parametersByModel } = version;
  const partials = await loadPartials(library, projectId, { templateId, format, texts: textsOf(body) });
  const texts = await library.compile(version, partials).render(values, bytesMax);
  return {
    use: { id: template.id, version: number, label, unknownVariables: unknown },
    versions: [
      { id: template.id, version: number },
      ...partials.versions.map(({ templateId: id, number: version }) => ({ id, version })),
    ],
    kind: body.kind,
    messages: toMessages(version, texts, call.exampleUse ?? 'include'),
    model: version.model,
    examples,
    responseSchema: version.responseSchema,
    warnings: unknown.map(
      (name) => `The template "${template.id}" version ${number} has no variable ${name}.`,
    ),
    parametersFor: (model) => ({
      ...parameters,
      ...parametersByModel.find((entry) => entry.model === model)?.parameters,
    }),
  };
}
