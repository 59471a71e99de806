import { editDistance } from '../schemas/nearest';
import { InvalidArchitectureError } from './errors';
import type { Architecture, ImageShape, Stage } from './types';

/** Published networks whose stages differ (Huang et al. 2021, 2023): depth x width per stage. */
const PUBLISHED: Readonly<Record<string, { depth: number[]; width: number[]; robust: boolean }>> = {
  'WRN-34-R': { depth: [5, 5, 5], width: [20, 20, 8], robust: false },
  'RobustResNet-A1': { depth: [14, 14, 7], width: [5, 7, 3], robust: true },
  'RobustResNet-A2': { depth: [17, 17, 8], width: [7, 9, 4], robust: true },
  'RobustResNet-A3': { depth: [22, 22, 11], width: [8, 11, 5], robust: true },
  'RobustResNet-A4': { depth: [27, 28, 13], width: [10, 14, 6], robust: true },
};

const TEACHERS = ['WRN-28-10', 'WRN-34-12', 'WRN-46-14', 'WRN-70-16'];

const ALLOWED_FORMS =
  'allowed: WRN-<depth>-<width> with depth 6n+4, WRN-34-R, RobustResNet-A1 to -A4, or stages as ' +
  '<blocks>x<width>[/2][r] such as WRN[4x10,4x10/2,4x6/2r] (/2: stride 2, r: robust blocks), ' +
  'each with a final /2 for a stem of stride 2';

const MAX_STAGES = 6;

/**
 * Reads the name of a network of the wide residual family:
 * - `WRN-28-10`: (28-4)/6 basic blocks of width 10 in each of three stages, strides 1, 2, 2;
 * - `WRN-34-R`, `RobustResNet-A1` to `-A4`: published networks;
 * - `WRN[4x10,4x10/2,4x6/2r]`: any stages, each `<blocks>x<width>`, `/2` for stride 2, `r` for robust blocks.
 *
 * A final `/2`, as in `WRN-28-10/2`, gives the stem stride 2.
 *
 * @throws InvalidArchitectureError naming the rule that is broken and the nearest name.
 */
export function parseArchitecture(name: string): Architecture {
  const stemStride = /(\]|-\w+)\/2$/.test(name) ? 2 : 1;
  const base = stemStride === 2 ? name.slice(0, -2) : name;
  const stages = parsePublished(base) ?? parseWideResNet(base, name) ?? parseLiteral(base, name);
  if (stages === undefined) throw unknownName(name);
  return describeStages({ stemStride, stages });
}

/**
 * The name that `parseArchitecture` reads back into the same network: a published name where there is
 * one, the literal form otherwise. The `name` field is ignored.
 */
export function architectureName(architecture: Pick<Architecture, 'stemStride' | 'stages'>): string {
  const { stages, stemStride } = architecture;
  return (publishedName(stages) ?? literalName(stages)) + (stemStride === 2 ? '/2' : '');
}

/** Completes a description with its name. */
export function describeStages(architecture: Pick<Architecture, 'stemStride' | 'stages'>): Architecture {
  const { stemStride, stages } = architecture;
  return { name: architectureName(architecture), stemStride, stages };
}

/** The same network as it is used on images of this size: the stem has stride 2 above 32x32. */
export function architectureForImage(architecture: Architecture, image: ImageShape): Architecture {
  const isLarge = Math.max(image.height, image.width) > 32;
  if (!isLarge || architecture.stemStride === 2) return architecture;
  return describeStages({ stemStride: 2, stages: architecture.stages });
}

function parsePublished(name: string): Stage[] | undefined {
  return Object.hasOwn(PUBLISHED, name) ? publishedStages(PUBLISHED[name]!) : undefined;
}

function publishedStages({ depth, width, robust }: { depth: number[]; width: number[]; robust: boolean }): Stage[] {
  return depth.map((blocks, i) => ({ depth: blocks, width: width[i]!, stride: i === 0 ? 1 : 2, robust }));
}

function parseWideResNet(base: string, name: string): Stage[] | undefined {
  const match = /^WRN-(\d{1,4})-(\d{1,3})$/.exec(base);
  if (match === null) return undefined;
  const depth = Number(match[1]);
  const width = Number(match[2]);
  if (depth < 10 || depth % 6 !== 4) {
    const nearest = Math.max(10, 6 * Math.round((depth - 4) / 6) + 4);
    throw new InvalidArchitectureError(
      `architecture '${name}': the depth of a WRN is 6n+4 (10, 16, 22, 28, ...), got ${depth}; did you mean 'WRN-${nearest}-${width}'?`,
    );
  }
  if (width < 1)
    throw new InvalidArchitectureError(`architecture '${name}': the width must be at least 1, got ${width}`);
  const blocks = (depth - 4) / 6;
  return publishedStages({ depth: [blocks, blocks, blocks], width: [width, width, width], robust: false });
}

function parseLiteral(base: string, name: string): Stage[] | undefined {
  const match = /^WRN\[(.*)\]$/.exec(base);
  if (match === null) return undefined;
  const texts = match[1]!.split(',').map((text) => text.trim());
  if (texts.length > MAX_STAGES)
    throw new InvalidArchitectureError(`architecture '${name}': at most ${MAX_STAGES} stages, got ${texts.length}`);
  return texts.map((text, i) => {
    const stage = /^(\d{1,3})x(\d{1,3})(\/[12])?(r)?$/.exec(text);
    if (stage === null)
      throw new InvalidArchitectureError(
        `architecture '${name}': stage ${i + 1} is '${text}'; a stage is <blocks>x<width>[/2][r], such as 4x10/2r`,
      );
    const depth = Number(stage[1]);
    const width = Number(stage[2]);
    if (depth < 1 || width < 1)
      throw new InvalidArchitectureError(
        `architecture '${name}': stage ${i + 1} is '${text}'; blocks and width must be at least 1`,
      );
    return { depth, width, stride: stage[3] === '/2' ? 2 : 1, robust: stage[4] === 'r' };
  });
}

function publishedName(stages: readonly Stage[]): string | undefined {
  for (const [name, published] of Object.entries(PUBLISHED))
    if (sameStages(stages, publishedStages(published))) return name;
  const { depth, width } = stages[0]!;
  const uniform = publishedStages({ depth: [depth, depth, depth], width: [width, width, width], robust: false });
  return sameStages(stages, uniform) ? `WRN-${6 * depth + 4}-${width}` : undefined;
}

function sameStages(a: readonly Stage[], b: readonly Stage[]): boolean {
  return literalName(a) === literalName(b);
}

function literalName(stages: readonly Stage[]): string {
  const texts = stages.map(
    ({ depth, width, stride, robust }) => `${depth}x${width}${stride === 2 ? '/2' : ''}${robust ? 'r' : ''}`,
  );
  return `WRN[${texts.join(',')}]`;
}

function unknownName(name: string): InvalidArchitectureError {
  const candidates = [...TEACHERS, ...Object.keys(PUBLISHED)];
  const distances = candidates.map((candidate) => editDistance(name.toLowerCase(), candidate.toLowerCase()));
  const nearest = Math.min(...distances);
  // Farther than half of the word, a suggestion would only puzzle.
  const hint = nearest <= name.length / 2 ? `did you mean '${candidates[distances.indexOf(nearest)]}'? ` : '';
  return new InvalidArchitectureError(`unknown architecture '${name}'; ${hint}${ALLOWED_FORMS}`);
}
