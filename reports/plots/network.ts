import type { Stage } from '../../architectures/types';
import { countOf, stageChannels } from '../format';
import type { ReportFinal } from '../types';
import type { Figure } from './figure';
import { openSvg } from './legend';
import { light } from './palette';
import { escapeXml, px, shorten } from './svg';
import { FONT } from './vega';

const WIDTH = 370;
/** Axis of symmetry of the drawing. */
const CENTRE = 90;
const WIDEST = 170;
const LABELS = 198;
const GAP = 30;
const END = 24;

/**
 * The final network from the image down to the classes, inside the outline of its teacher: a box per
 * stage, its height the number of blocks and its width the channels (square root).
 */
export function networkFigure(final: ReportFinal, index: number): Figure {
  return {
    id: `network-${index + 1}`,
    title: `The network, stage by stage: ${final.target}`,
    description: final.stages
      .map((stage, i) => `stage ${i + 1}: ${describe(stage, i, final.teacher.stages[i]).join(', ')}`)
      .join('; '),
    svg: draw(final, index),
  };
}

function describe(stage: Stage, index: number, teacher: Stage | undefined): string[] {
  const of = (count: number) => (teacher ? ` (teacher: ${count})` : '');
  return [
    `${countOf(stage.depth, 'block', 'blocks')}${of(teacher?.depth ?? 0)}`,
    `${countOf(stageChannels(index, stage.width), 'channel', 'channels')}${of(stageChannels(index, teacher?.width ?? 0))}`,
    `stride ${stage.stride}${of(teacher?.stride ?? 0)}`,
    stage.robust ? 'robust blocks' : 'basic blocks',
  ];
}

function draw(final: ReportFinal, index: number): string {
  const teacher = final.teacher.stages;
  const count = Math.max(final.stages.length, teacher.length);
  const both = [...final.stages, ...teacher];
  const deepest = Math.max(...both.map((stage) => stage.depth));
  const block = Math.max(8, Math.min(26, 150 / deepest));
  const widest = Math.max(
    ...[final.stages, teacher].flatMap((stages) => stages.map((stage, i) => stageChannels(i, stage.width))),
  );
  const widthOf = (channels: number) => Math.max(10, WIDEST * Math.sqrt(channels / widest));
  const hatch = `robust-${index + 1}`;
  const parts: string[] = [];
  let y = 4;
  const end = (label: string) => {
    parts.push(
      `<rect x="${px(CENTRE - 46)}" y="${px(y)}" width="92" height="${END}" rx="12" fill="${light.band}" stroke="${light.line}"/>`,
      text(CENTRE, y + 16, label, light.muted, 'middle'),
    );
    y += END;
  };
  const arrow = (label: string) => {
    parts.push(
      `<path d="M${CENTRE},${px(y + 3)}V${px(y + GAP - 5)}m-4,-4l4,4l4,-4" fill="none" stroke="${light.muted}" stroke-width="1.2"/>`,
    );
    if (label) parts.push(text(CENTRE + 10, y + GAP / 2 + 4, label, light.stride));
    y += GAP;
  };
  end('image, stem');
  for (let i = 0; i < count; i += 1) {
    const stage = final.stages[i];
    const before = teacher[i];
    arrow(stage?.stride === 2 ? 'stride 2' : '');
    const height = block * Math.max(stage?.depth ?? 0, before?.depth ?? 0);
    const slot = Math.max(height, 62);
    const top = y + (slot - height) / 2;
    if (before) parts.push(box(before, i, top + (height - block * before.depth) / 2, 'teacher'));
    if (stage) parts.push(box(stage, i, top + (height - block * stage.depth) / 2, 'network'));
    parts.push(...labels(i, y + slot / 2, stage, before));
    y += slot;
  }
  arrow('');
  end('classes');

  function box(stage: Stage, i: number, top: number, role: 'network' | 'teacher'): string {
    const width = widthOf(stageChannels(i, stage.width));
    const height = block * stage.depth;
    const frame = `x="${px(CENTRE - width / 2)}" y="${px(top)}" width="${px(width)}" height="${px(height)}" rx="3"`;
    if (role === 'teacher') {
      return `<rect ${frame} fill="none" stroke="${light.teacher}" stroke-width="1.4" stroke-dasharray="4 3"/>`;
    }
    const lines = Array.from({ length: stage.depth - 1 }, (_, line) => {
      const at = px(top + block * (line + 1));
      return `<path d="M${px(CENTRE - width / 2)},${at}h${px(width)}" stroke="${light.surface}" stroke-width="1.6"/>`;
    });
    const robust = stage.robust ? `<rect ${frame} fill="url(#${hatch})"/>` : '';
    return `<rect ${frame} fill="${light.network}"/>${robust}${lines.join('')}`;
  }

  const pattern = `<defs><pattern id="${hatch}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0,0V7" stroke="${light.surface}" stroke-width="2.6" opacity="0.55"/></pattern></defs>`;
  const key = legend(
    y + 12,
    hatch,
    `teacher ${shorten(final.teacher.name, 32)}`,
    final.stages.some((stage) => stage.robust),
  );
  return `${openSvg(WIDTH, key.bottom)}${pattern}<g font-family="${escapeXml(FONT)}" font-size="12">${parts.join('')}${key.markup}</g></svg>`;
}

function labels(index: number, middle: number, stage: Stage | undefined, teacher: Stage | undefined): string[] {
  const lines = [
    { content: `Stage ${index + 1}`, colour: light.ink, weight: ' font-weight="600"' },
    { content: change('blocks', teacher?.depth, stage?.depth), colour: light.ink, weight: '' },
    {
      content: change(
        'channels',
        teacher && stageChannels(index, teacher.width),
        stage && stageChannels(index, stage.width),
      ),
      colour: light.ink,
      weight: '',
    },
    {
      content: `${stage?.robust ? 'robust' : 'basic'} blocks, stride ${change('', teacher?.stride, stage?.stride)}`,
      colour: light.muted,
      weight: '',
    },
  ];
  return lines.map(({ content, colour, weight }, line) =>
    text(LABELS, middle - 20 + 16 * line, content, colour, 'start', weight),
  );
}

function change(unit: string, before: number | undefined, after: number | undefined): string {
  const values = before === undefined || before === after ? `${after ?? 0}` : `${before} → ${after ?? 0}`;
  if (unit === '') return values;
  return `${values} ${values === '1' ? unit.replace(/s$/, '') : unit}`;
}

/** The legend from `top` on, and where it ends. */
function legend(top: number, hatch: string, teacher: string, hasRobust: boolean): { markup: string; bottom: number } {
  const parts: string[] = [];
  let x = 4;
  let y = top;
  const entry = (label: string, paints: readonly string[]) => {
    const needed = 24 + 6.6 * label.length;
    if (x > 4 && x + needed > WIDTH) {
      x = 4;
      y += 20;
    }
    const frame = `x="${px(x)}" y="${px(y)}" width="18" height="12" rx="2"`;
    parts.push(...paints.map((paint) => `<rect ${frame} ${paint}/>`), text(x + 24, y + 11, label));
    x += needed + 16;
  };
  entry('network', [`fill="${light.network}"`]);
  if (hasRobust) entry('robust blocks', [`fill="${light.network}"`, `fill="url(#${hatch})"`]);
  entry(teacher, [`fill="none" stroke="${light.teacher}" stroke-width="1.4" stroke-dasharray="4 3"`]);
  return { markup: parts.join(''), bottom: y + 20 };
}

function text(x: number, y: number, content: string, colour: string = light.ink, anchor = 'start', extra = ''): string {
  const align = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
  return `<text x="${px(x)}" y="${px(y)}"${align} fill="${colour}"${extra}>${escapeXml(content)}</text>`;
}
