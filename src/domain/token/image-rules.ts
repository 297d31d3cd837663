import type { ImageDetail } from './countable-request.ts';

/** Limits to which an image is scaled down, never up, before it is counted. */
export interface PatchSizing {
  /** Pixels of the longer side. */
  sideMax: number;
  /** Undefined where only the side is limited. */
  patchesMax?: number;
}

export type ImageRule =
  /** A base, and so much for each square of 512 pixels; low detail is the base alone. */
  | { kind: 'tiles'; base: number; tile: number; isDocumented: boolean }
  /** So much for each square of 32 pixels. */
  | {
      kind: 'patches';
      multiplier: number;
      sizing: Record<ImageDetail, PatchSizing>;
      isDocumented: boolean;
    }
  /** So much for each square of 28 pixels. */
  | { kind: 'squares'; squaresMax: number }
  /** The same for each image. */
  | { kind: 'fixed'; tokens: number };

const SIDE_MAX = 65_535;
const LOW: PatchSizing = { sideMax: 512 };
const HIGH: PatchSizing = { sideMax: 2048, patchesMax: 2500 };
const LARGE: PatchSizing = { sideMax: 2048, patchesMax: 6144 };
const ORIGINAL: PatchSizing = { sideMax: 6000, patchesMax: 10_000 };
const UNLIMITED: PatchSizing = { sideMax: SIDE_MAX };
const ONE_SIZE = { low: LARGE, high: LARGE, original: LARGE, auto: LARGE };

/**
 * What an image costs by the model's name, the first match wins. From "Calculating costs" of
 * developers.openai.com/api/docs/guides/images-vision, as of October 2026. The models that the page lists
 * without their sizes any more (gpt-5-mini, gpt-5-nano, gpt-4.1-nano, o4-mini), and variants that it does not list,
 * have the larger of what its versions of 2025 and 2026 say, and count as not documented. Claude: "Evaluate image size" of
 * platform.claude.com/docs/en/build-with-claude/vision. Gemini 3: ai.google.dev/gemini-api/docs/media-resolution.
 */
const RULES: readonly (readonly [RegExp, ImageRule])[] = [
  [/^gpt-4o-mini/, tiles(2833, 5667)],
  [/^(gpt-4o|chatgpt-4o|gpt-4\.5|gpt-4-turbo|gpt-4\.1(?!-(mini|nano)))/, tiles(85, 170)],
  [/^gpt-5(\.1)?(-20\d\d-\d\d-\d\d|-chat-latest)?$/, tiles(70, 140)],
  [/^(o1|o1-pro|o3)(-20\d\d-\d\d-\d\d)?$/, tiles(75, 150)],
  [/^computer-use-preview/, tiles(65, 129)],
  [
    /^gpt-6-astra/,
    patches(1.2, {
      low: LOW,
      high: { ...UNLIMITED, patchesMax: 2500 },
      original: UNLIMITED,
      auto: UNLIMITED,
    }),
  ],
  [
    /^gpt-5\.6-(sol|terra|luna)/,
    patches(1.2, { low: LOW, high: HIGH, original: UNLIMITED, auto: UNLIMITED }),
  ],
  [
    /^gpt-5\.5(-20\d\d-\d\d-\d\d)?$/,
    patches(1.2, { low: LOW, high: HIGH, original: ORIGINAL, auto: ORIGINAL }),
  ],
  [
    /^gpt-5\.4(-mini|-nano)?(-20|$)/,
    patches(1.2, { low: LARGE, high: HIGH, original: ORIGINAL, auto: HIGH }),
  ],
  [/^gpt-5\.2(-20|$)/, patches(1.2, ONE_SIZE)],
  [/^gpt-4\.1-mini/, patches(1.62, ONE_SIZE)],
  [/^gpt-5-mini/, { ...patches(1.62, ONE_SIZE), isDocumented: false }],
  [/^(gpt-5-nano|gpt-4\.1-nano)/, { ...patches(2.46, ONE_SIZE), isDocumented: false }],
  [/^o4-mini/, { ...patches(1.72, ONE_SIZE), isDocumented: false }],
  [/^claude-/, { kind: 'squares', squaresMax: 4784 }],
  [/^gemini-([3-9]|\d\d)/, { kind: 'fixed', tokens: 2240 }],
];

/** Null when no rule is known for the model. */
export function imageRuleFor(modelName: string): ImageRule | null {
  const name = modelName.replace(/^ft:/, '').replace(/:.*$/, '');
  return RULES.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

/** Every rule: what a model without one can cost is at most the dearest of them. */
export function imageRules(): readonly ImageRule[] {
  return RULES.map(([, rule]) => rule);
}

function tiles(base: number, tile: number): ImageRule {
  return { kind: 'tiles', base, tile, isDocumented: true };
}

function patches(multiplier: number, sizing: Record<ImageDetail, PatchSizing>) {
  return { kind: 'patches' as const, multiplier, sizing, isDocumented: true };
}
