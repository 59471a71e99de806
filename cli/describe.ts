/** `rcnas describe`: what a network costs, stage by stage. */
import { InvalidArgumentError } from 'commander';

import { nominalChannels, outputChannels, STEM_CHANNELS } from '../architectures/channels';
import { networkCost } from '../architectures/cost';
import { architectureForImage, parseArchitecture } from '../architectures/parse';
import type { ImageShape, Stage, StageCost } from '../architectures/types';

export interface DescribeOptions {
  readonly json?: boolean;
  /** `<height>x<width>x<channels>`; default `32x32x3`. Above 32x32 the stem has stride 2. */
  readonly image?: string;
  /** Default 10. */
  readonly classes?: number;
}

export interface NetworkDescription extends StageCost {
  readonly name: string;
  readonly image: ImageShape;
  readonly classes: number;
  readonly stemStride: number;
  readonly stem: StageCost;
  readonly stages: readonly (Stage & StageCost)[];
  readonly head: StageCost;
  /** Outputs of batch norms for one image, not part of `macs`. */
  readonly batchNormElements: number;
}

/**
 * Prints parameters, MACs and stages of a network to stdout: a table, or with `json` one document.
 *
 * @throws InvalidArchitectureError for an unknown name, InvalidArgumentError for a bad image or number of classes.
 */
export function describeCommand(name: string, options: DescribeOptions = {}): void {
  const description = describeArchitecture(name, options);
  process.stdout.write(options.json === true ? `${JSON.stringify(description, null, 2)}\n` : table(description));
}

export function describeArchitecture(
  name: string,
  { image: imageText = '32x32x3', classes = 10 }: DescribeOptions = {},
): NetworkDescription {
  const image = parseImageShape(imageText);
  if (!Number.isSafeInteger(classes) || classes < 2)
    throw new InvalidArgumentError(`classes must be an integer of at least 2, got ${classes}`);
  const architecture = architectureForImage(parseArchitecture(name), image);
  const { parameters, macs, stem, stages, head, batchNormElements } = networkCost(architecture, image, classes);
  return {
    name: architecture.name,
    parameters,
    macs,
    image,
    classes,
    stemStride: architecture.stemStride,
    stem,
    stages: architecture.stages.map((stage, i) => ({ ...stage, ...stages[i]! })),
    head,
    batchNormElements,
  };
}

/** Reads `<height>x<width>x<channels>`. */
export function parseImageShape(text: string): ImageShape {
  const match = /^([1-9]\d{0,3})x([1-9]\d{0,3})x([1-9]\d{0,2})$/.exec(text);
  if (match === null)
    throw new InvalidArgumentError(`image must be <height>x<width>x<channels> such as 32x32x3, got '${text}'`);
  return { height: Number(match[1]), width: Number(match[2]), channels: Number(match[3]) };
}

const HEADER = ['', 'blocks', 'kind', 'width', 'channels', 'stride', 'parameters', 'MACs'];

function table(description: NetworkDescription): string {
  const { name, image, classes, parameters, macs, stemStride, stem, stages, head } = description;
  const rows = [
    HEADER,
    ['stem', '', '', '', String(STEM_CHANNELS), String(stemStride), ...counts(stem)],
    ...stages.map((stage, i) => [
      `stage ${i + 1}`,
      String(stage.depth),
      stage.robust ? 'robust' : 'basic',
      String(stage.width),
      String(outputChannels(nominalChannels(i, stage.width), stage.robust)),
      String(stage.stride),
      ...counts(stage),
    ]),
    ['head', '', '', '', '', '', ...counts(head)],
    ['total', '', '', '', '', '', ...counts({ parameters, macs })],
  ];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  const title = `${name} on ${image.height}x${image.width}x${image.channels} images, ${classes} classes`;
  const summary = `${(parameters / 1e6).toPrecision(4)}M parameters, ${(macs / 1e9).toPrecision(4)}G MACs`;
  return [title, summary, '', ...lines, ''].join('\n');
}

function counts({ parameters, macs }: StageCost): [string, string] {
  return [parameters.toLocaleString('en-US'), macs.toLocaleString('en-US')];
}
