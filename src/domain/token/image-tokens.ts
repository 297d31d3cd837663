import type { ImageInput } from './countable-request.ts';
import { imageRuleFor, imageRules } from './image-rules.ts';
import type { ImageRule, PatchSizing } from './image-rules.ts';
import type { TokenCount } from './token-counter.ts';

interface Size {
  width: number;
  height: number;
}

const TILE_PIXELS = 512;
const TILED_SIDE_MAX = 2048;
const TILED_SHORT_SIDE_MAX = 768;
/** What the limits above leave of any image: 4 tiles by 2. */
const TILES_MAX = 8;
const PATCH_PIXELS = 32;
/** A request with an image of more patches is refused. */
const PATCHES_MAX = 30_000;
const SQUARE_PIXELS = 28;

/**
 * Prompt tokens of one image for the model of that name. Exact where OpenAI documents model and detail and the
 * size is known, though its billing can differ by one token of rounding; otherwise the most that it can cost, for
 * an unknown model the most that it costs with any model.
 */
export function imageTokens(image: ImageInput, modelName: string): TokenCount {
  const rule = imageRuleFor(modelName);
  if (rule === null) {
    return { tokens: Math.max(...imageRules().map((known) => tokensBy(known, image))), method: 'bound' };
  }
  const isDocumented = 'isDocumented' in rule && rule.isDocumented && isWhole(image.size);
  return { tokens: tokensBy(rule, image), method: isDocumented ? 'exact' : 'bound' };
}

function isWhole(size: Size | null): boolean {
  return size !== null && [size.width, size.height].every((side) => Number.isInteger(side) && side > 0);
}

function tokensBy(rule: ImageRule, { size: given, detail }: ImageInput): number {
  const size = isWhole(given) ? given : null;
  switch (rule.kind) {
    case 'tiles':
      return rule.base + (detail === 'low' ? 0 : rule.tile * (size === null ? TILES_MAX : tilesOf(size)));
    case 'patches': {
      const patches = size === null ? mostPatches(rule.sizing[detail]) : patchesOf(size, rule.sizing[detail]);
      return Math.ceil(Math.min(patches, PATCHES_MAX) * rule.multiplier);
    }
    case 'squares':
      return size === null ? rule.squaresMax : Math.min(rule.squaresMax, cover(size, SQUARE_PIXELS));
    case 'fixed':
      return rule.tokens;
  }
}

/** Fits 2048 by 2048 pixels, then has a shorter side of at most 768, the other one rounded down. */
function tilesOf(size: Size): number {
  const fitted = scale(size, Math.min(1, TILED_SIDE_MAX / Math.max(size.width, size.height)), Math.round);
  const short = Math.min(fitted.width, fitted.height);
  return cover(scale(fitted, Math.min(1, TILED_SHORT_SIDE_MAX / short), Math.floor), TILE_PIXELS);
}

function patchesOf(size: Size, { sideMax, patchesMax = Number.POSITIVE_INFINITY }: PatchSizing): number {
  const fitted = scale(size, Math.min(1, sideMax / Math.max(size.width, size.height)), Math.round);
  const patches = cover(fitted, PATCH_PIXELS);
  if (patches <= patchesMax) return patches;
  const shrink = Math.sqrt((PATCH_PIXELS ** 2 * patchesMax) / (fitted.width * fitted.height));
  const { width, height } = scale(fitted, shrink / PATCH_PIXELS, (side) => side);
  // so that whole patches fit: the page's `adjusted_shrink_factor`
  const adjusted = shrink * Math.min(Math.floor(width) / width, Math.floor(height) / height);
  const resized = scale(fitted, adjusted, (side) => Math.floor(side + ROUNDING));
  return Math.min(patchesMax, cover(resized, PATCH_PIXELS));
}

/** 1599.9999999 is 1600 that went through a division. */
const ROUNDING = 1e-6;

function mostPatches({ sideMax, patchesMax = Number.POSITIVE_INFINITY }: PatchSizing): number {
  return Math.min(patchesMax, Math.ceil(sideMax / PATCH_PIXELS) ** 2);
}

function scale({ width, height }: Size, factor: number, round: (side: number) => number): Size {
  return { width: Math.max(1, round(width * factor)), height: Math.max(1, round(height * factor)) };
}

/** Squares of that side that cover the image. */
function cover({ width, height }: Size, pixels: number): number {
  return Math.ceil(width / pixels) * Math.ceil(height / pixels);
}
