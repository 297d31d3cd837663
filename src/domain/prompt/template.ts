import type { ModelParameters } from '../call/parameters.ts';
import type { TokenEncoding } from '../model/model.ts';

/**
 * How placeholders are written: `simple` fills `{variable}` and nothing else; `liquid` has conditions, loops, filters and
 * partials.
 */
export const TEMPLATE_FORMATS = ['simple', 'liquid'] as const;
export type TemplateFormat = (typeof TEMPLATE_FORMATS)[number];

/** What a value of a variable has to be; `any` takes every JSON value. */
export const VARIABLE_TYPES = ['text', 'number', 'integer', 'boolean', 'list', 'object', 'any'] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];

export interface TemplateVariable {
  name: string;
  type: VariableType;
  /** True when a call must give it; a variable with a default is never required. */
  required: boolean;
  /** JSON; null when it has none. */
  default: unknown;
  description: string | null;
}

export const TEMPLATE_ROLES = ['system', 'developer', 'user', 'assistant'] as const;
export type TemplateRole = (typeof TEMPLATE_ROLES)[number];

/** One message of a chat template: the role is fixed, the content has placeholders. */
export interface TemplateMessage {
  role: TemplateRole;
  content: string;
}

/** The text of one prompt, or the messages of a chat. */
export type TemplateBody =
  { kind: 'text'; text: string } | { kind: 'chat'; messages: readonly TemplateMessage[] };

/** A question with the answer that is wanted for it. Both are literal: nothing in them is filled. */
export interface FewShotExample {
  input: string;
  output: string;
}

/** The tokens of the fixed text of a version, with defaults filled in and all other variables empty. */
export interface TokenEstimate {
  encoding: TokenEncoding;
  tokens: number;
  /** False when `tokens` is an upper bound. */
  exact: boolean;
}

/** What a version is made of. */
export interface TemplateContent {
  format: TemplateFormat;
  body: TemplateBody;
  variables: readonly TemplateVariable[];
  /** Shown to the model before the question, as a conversation. */
  examples: readonly FewShotExample[];
  /** The model of a call that names none; null for the default of the configuration. */
  model: string | null;
  /** Parameters of a call that doesn't give them. */
  parameters: Partial<ModelParameters>;
  /** Those that differ for a model, by the name that calls give. */
  parametersByModel: readonly { model: string; parameters: Partial<ModelParameters> }[];
  /** JSON Schema that the answer is meant to have; null when it is free. */
  responseSchema: Readonly<Record<string, unknown>> | null;
  tokenEstimates: readonly TokenEstimate[];
}

/** One numbered version. It is never changed. */
export interface TemplateVersion extends TemplateContent {
  projectId: string;
  templateId: string;
  /** From 1, without a gap. */
  number: number;
  /** Of this publishing, so that who tries again after a lost reply knows its own work. */
  publishId: string;
  /** What changed, in its author's words. */
  note: string | null;
  /** Id of the API key or subject of the token that made it, or the operator's role. */
  author: string;
  createdAt: number;
}

/** A name that points to a version and can be moved. */
export interface TemplateLabel {
  name: string;
  version: number;
  /** True when only an admin may move it. */
  protected: boolean;
  movedBy: string;
  movedAt: number;
  /** Versions that a rollback goes back to, the newest last. */
  previous: readonly number[];
}

export const LABEL_MOVE_KINDS = ['move', 'rollback', 'removal'] as const;
export type LabelMoveKind = (typeof LABEL_MOVE_KINDS)[number];

/** An entry of the history of a template's labels. */
export interface LabelMove {
  projectId: string;
  templateId: string;
  /** From 1 over all labels of the template. */
  number: number;
  moveId: string;
  kind: LabelMoveKind;
  label: string;
  /** Null when the label was new. */
  from: number | null;
  /** Null when the label was removed. */
  to: number | null;
  movedBy: string;
  at: number;
  note: string | null;
}

/** A template: what its versions have in common, and which of them is meant by which name. */
export interface PromptTemplate {
  projectId: string;
  id: string;
  name: string;
  description: string | null;
  tags: readonly string[];
  /** Number of the newest version. */
  latest: number;
  labels: readonly TemplateLabel[];
  /** How often a label of it was moved: the number of the newest LabelMove. */
  moves: number;
  author: string;
  createdAt: number;
  updatedAt: number;
  /** Null while it can be called. */
  archivedAt: number | null;
}

/** The label that always means the newest version. It cannot be set. */
export const LATEST_LABEL = 'latest';
/** What a call gets that names neither version nor label, where the template has it. It is protected from the start. */
export const DEFAULT_LABEL = 'production';

/** The version that a label means; null when the template has no such label. */
export function versionOfLabel(template: PromptTemplate, label: string): number | null {
  if (label === LATEST_LABEL) return template.latest;
  return template.labels.find(({ name }) => name === label)?.version ?? null;
}

/** The names of the labels that point to a version. */
export function labelsOfVersion(template: PromptTemplate, number: number): string[] {
  const names = template.labels.filter(({ version }) => version === number).map(({ name }) => name);
  return number === template.latest ? [...names, LATEST_LABEL] : names;
}

/** The texts of a body that are filled, in order. */
export function textsOf(body: TemplateBody): string[] {
  return body.kind === 'text' ? [body.text] : body.messages.map(({ content }) => content);
}
