import { ValidationError } from '../errors.ts';
import { partialNamesOf } from './liquid.ts';
import type { PromptLibrary } from './prompt-library.ts';
import type { TemplateFormat } from './template.ts';
import { TEMPLATE_ID } from './template-id.ts';
import { resolveRef } from './template-ref.ts';
import type { TemplateRef } from './template-ref.ts';
import type { VersionKey } from './template-store.ts';

/** Partials of one template, with those that they render themselves. */
const PARTIALS_MAX = 50;

/** What a template renders, as its labels stand now. */
export interface LoadedPartials {
  /** The text of each partial, by the name that the templates have for it. */
  sources: ReadonlyMap<string, string>;
  versions: readonly VersionKey[];
}

const NONE: LoadedPartials = { sources: new Map(), versions: [] };

export interface PartialsRoot {
  templateId: string;
  format: TemplateFormat;
  texts: readonly string[];
}

/**
 * Reads everything that the texts render, however deep. A partial is named `id`, `id@label` or `id@number`, and is a text
 * template in the liquid format. Throws ValidationError at `template` for a partial that can't be used, or one that leads
 * back to itself; LiquidFormatError for a text that is not in the format.
 */
export async function loadPartials(
  library: PromptLibrary,
  projectId: string,
  { templateId, format, texts }: PartialsRoot,
): Promise<LoadedPartials> {
  if (format === 'simple') return NONE;
  const sources = new Map<string, string>();
  const versions: VersionKey[] = [];
  const renderedBy = new Map<string, Set<string>>();
  let waiting = namesIn(texts).map((name) => ({ name, by: templateId }));
  while (waiting.length > 0) {
    for (const { name, by } of waiting) {
      const known = renderedBy.get(by) ?? new Set();
      renderedBy.set(by, known.add(refOf(name).id));
    }
    const names = [...new Set(waiting.map(({ name }) => name))].filter((name) => !sources.has(name));
    if (sources.size + names.length > PARTIALS_MAX)
      throw problem(`renders more than ${PARTIALS_MAX} partials`);
    const loaded = await loadNames(library, projectId, names);
    waiting = [];
    for (const { name, key, text } of loaded) {
      sources.set(name, text);
      versions.push(key);
      waiting.push(...namesIn([text]).map((inner) => ({ name: inner, by: key.templateId })));
    }
  }
  const circle = circleIn(renderedBy, templateId);
  if (circle !== null) throw problem(`renders itself: ${circle.join(' → ')}`);
  return { sources, versions };
}

async function loadNames(library: PromptLibrary, projectId: string, names: readonly string[]) {
  const refs = names.map(refOf);
  const templates = await library.findMany(
    projectId,
    refs.map(({ id }) => id),
  );
  const keys = refs.map((ref, index): VersionKey => {
    const template = templates[index] ?? null;
    if (template === null) throw problem(`renders "${ref.id}", and there is no template with that id`);
    try {
      return { templateId: ref.id, number: resolveRef(template, ref, 'template').number };
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error;
      throw problem(
        `renders "${names[index] ?? ref.id}", which ${error.fields[0]?.message ?? 'is not there'}`,
      );
    }
  });
  const versions = await library.versions(projectId, keys);
  return names.map((name, index) => {
    const key = keys[index];
    const version = versions[index];
    if (key === undefined || !version) throw problem(`renders "${name}", which cannot be read`);
    if (version.format !== 'liquid' || version.body.kind !== 'text')
      throw problem(`renders "${name}", which is no text template in the liquid format`);
    return { name, key, text: version.body.text };
  });
}

function namesIn(texts: readonly string[]): string[] {
  return texts.flatMap(partialNamesOf);
}

function refOf(name: string): TemplateRef {
  const [id = '', version, ...rest] = name.split('@');
  if (!TEMPLATE_ID.test(id) || version === '' || rest.length > 0)
    throw problem(`renders "${name}", which must be the id of a template, with @label or @number behind it`);
  if (version === undefined) return { id };
  return /^[1-9]\d{0,8}$/.test(version) ? { id, version: Number(version) } : { id, label: version };
}

/** A way from a template back to itself; null when there is none. Nothing is visited twice. */
function circleIn(edges: ReadonlyMap<string, ReadonlySet<string>>, root: string): string[] | null {
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): string[] | null => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return null;
    for (const next of edges.get(id) ?? []) {
      const circle = visit(next, [...path, id]);
      if (circle !== null) return circle;
    }
    done.add(id);
    return null;
  };
  return visit(root, []);
}

function problem(message: string): ValidationError {
  return new ValidationError([{ path: 'template', message }]);
}
