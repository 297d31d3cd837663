import { DEFAULT_LABEL, LATEST_LABEL, versionOfLabel } from './template.ts';
import type { LabelMove, LabelMoveKind, PromptTemplate, TemplateLabel } from './template.ts';

/** How many moves of a label can be rolled back one after the other. */
const PREVIOUS_MAX = 100;

export interface LabelChange {
  /** Of this change, so that who tries again after a lost reply knows its own work. */
  moveId: string;
  label: string;
  target:
    { kind: 'version'; number: number } | { kind: 'label'; label: string } | { kind: 'rollback' | 'removal' };
  /** The version that the label must point to now, null for none; undefined takes any. */
  expectedVersion: number | null | undefined;
  /** Undefined leaves the protection as it is. */
  protect: boolean | undefined;
  /** Whether who asks may move protected labels and change the protection. */
  mayMoveProtected: boolean;
  movedBy: string;
  at: number;
  note: string | null;
}

export type LabelRefusal =
  | { kind: 'archived' }
  /** Only an admin may move the label, or change its protection. */
  | { kind: 'protected' }
  | { kind: 'unknown_version' }
  | { kind: 'unknown_label' }
  | { kind: 'too_many_labels' }
  | { kind: 'nothing_to_roll_back' }
  /** It points to another version than expected; null when there is no such label. */
  | { kind: 'conflict'; version: number | null };

export type LabelOutcome =
  | { kind: 'changed'; template: PromptTemplate; move: LabelMove | null }
  | { kind: 'unchanged'; template: PromptTemplate }
  | { kind: 'refused'; refusal: LabelRefusal };

export const LABELS_MAX = 100;

/** The template after the change. Pure, so that every store decides alike. */
export function changeLabel(template: PromptTemplate, change: LabelChange): LabelOutcome {
  const label = template.labels.find(({ name }) => name === change.label) ?? null;
  const refusal = refusalOf(template, label, change);
  if (refusal !== null) return { kind: 'refused', refusal };

  const from = label?.version ?? null;
  const to = targetOf(template, label, change);
  if (to === 'unknown_version' || to === 'unknown_label' || to === 'nothing_to_roll_back') {
    return { kind: 'refused', refusal: { kind: to } };
  }
  const isProtected = change.protect ?? label?.protected ?? change.label === DEFAULT_LABEL;
  const isMoved = from !== to;
  if (!isMoved && (label === null || isProtected === label.protected)) return { kind: 'unchanged', template };
  if (label === null && template.labels.length >= LABELS_MAX) {
    return { kind: 'refused', refusal: { kind: 'too_many_labels' } };
  }

  const others = template.labels.filter(({ name }) => name !== change.label);
  const moved = to === null ? [] : [labelAfter(label, change, to, isProtected)];
  const moves = template.moves + (isMoved ? 1 : 0);
  return {
    kind: 'changed',
    template: {
      ...template,
      labels: [...others, ...moved].sort((a, b) => (a.name < b.name ? -1 : 1)),
      moves,
      updatedAt: change.at,
    },
    move: isMoved ? moveOf(template, change, moves, from, to) : null,
  };
}

function refusalOf(
  template: PromptTemplate,
  label: TemplateLabel | null,
  { label: name, expectedVersion, mayMoveProtected, protect }: LabelChange,
): LabelRefusal | null {
  if (template.archivedAt !== null) return { kind: 'archived' };
  const isProtected = label?.protected ?? name === DEFAULT_LABEL;
  if (!mayMoveProtected && (isProtected || protect !== undefined)) return { kind: 'protected' };
  const version = label?.version ?? null;
  return expectedVersion === undefined || expectedVersion === version ? null : { kind: 'conflict', version };
}

function targetOf(
  template: PromptTemplate,
  label: TemplateLabel | null,
  { target }: LabelChange,
): number | null | 'unknown_version' | 'unknown_label' | 'nothing_to_roll_back' {
  switch (target.kind) {
    case 'version':
      return target.number <= template.latest ? target.number : 'unknown_version';
    case 'label':
      return versionOfLabel(template, target.label) ?? 'unknown_label';
    case 'rollback':
      return label?.previous.at(-1) ?? 'nothing_to_roll_back';
    case 'removal':
      return label === null ? 'unknown_label' : null;
  }
}

function labelAfter(
  label: TemplateLabel | null,
  { label: name, target, movedBy, at }: LabelChange,
  version: number,
  isProtected: boolean,
): TemplateLabel {
  if (label?.version === version) return { ...label, protected: isProtected };
  let previous: readonly number[] = [];
  if (label !== null) {
    previous =
      target.kind === 'rollback'
        ? label.previous.slice(0, -1)
        : [...label.previous, label.version].slice(-PREVIOUS_MAX);
  }
  return { name, version, protected: isProtected, movedBy, movedAt: at, previous };
}

function moveOf(
  { projectId, id }: PromptTemplate,
  { moveId, label, target, movedBy, at, note }: LabelChange,
  number: number,
  from: number | null,
  to: number | null,
): LabelMove {
  const kind: LabelMoveKind = target.kind === 'rollback' || target.kind === 'removal' ? target.kind : 'move';
  return { projectId, templateId: id, number, moveId, kind, label, from, to, movedBy, at, note };
}

/** Whether a label of that name can be set at all. */
export function isSettable(label: string): boolean {
  return label !== LATEST_LABEL;
}
