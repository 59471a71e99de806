import { light } from './palette';
import { escapeXml, px } from './svg';
import { FONT } from './vega';

export interface LegendEntry {
  readonly label: string;
  readonly symbol: 'circle' | 'triangle' | 'square' | 'diamond' | 'star' | 'cross' | 'line' | 'dash';
  readonly colour: string;
  /** Outline only. */
  readonly hollow?: boolean;
}

const ROW = 22;
const FONT_SIZE = 12;
/** Mean advance of a character of a sans-serif font at 12 px, with some room. */
const ADVANCE = 6.5;
const GAP = 20;
const SYMBOL = 18;

export const STAR =
  'M0,-1L0.25,-0.34L0.95,-0.31L0.4,0.13L0.59,0.81L0,0.42L-0.59,0.81L-0.4,0.13L-0.95,-0.31L-0.25,-0.34Z';

/** Puts a legend above a drawing, in as many rows as its width needs. */
export function withLegend(svg: string, entries: readonly LegendEntry[]): string {
  const head = /^<svg [^>]*width="([\d.]+)" height="([\d.]+)"[^>]*>/.exec(svg);
  if (!head) throw new Error('expected a drawing with width and height');
  const width = Number(head[1]);
  let x = 2;
  let row = 0;
  const items = entries.map((entry) => {
    const needed = SYMBOL + entry.label.length * ADVANCE;
    if (x > 2 && x + needed > width) {
      x = 2;
      row += 1;
    }
    const item = `<g transform="translate(${px(x + 6)},${px(row * ROW + 10)})">${symbolOf(entry)}<text x="12" y="4" font-size="${FONT_SIZE}" fill="${light.ink}">${escapeXml(entry.label)}</text></g>`;
    x += needed + GAP;
    return item;
  });
  const offset = (row + 1) * ROW + 6;
  const height = Number(head[2]) + offset;
  const body = svg.slice(head[0].length, svg.lastIndexOf('</svg>'));
  return `${openSvg(width, height)}<g font-family="${escapeXml(FONT)}">${items.join('')}</g><g transform="translate(0,${offset})">${body}</g></svg>`;
}

export function openSvg(width: number, height: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}">`;
}

function symbolOf({ symbol, colour, hollow }: LegendEntry): string {
  const paint = hollow ? `fill="none" stroke="${colour}" stroke-width="1.6"` : `fill="${colour}"`;
  switch (symbol) {
    case 'circle':
      return `<circle r="4.2" ${paint}/>`;
    case 'square':
      return `<rect x="-4" y="-4" width="8" height="8" ${paint}/>`;
    case 'triangle':
      return `<path d="M0,-4.8L5,4H-5Z" ${paint}/>`;
    case 'diamond':
      return `<path d="M0,-5.6L4.4,0L0,5.6L-4.4,0Z" ${paint}/>`;
    case 'star':
      return `<path transform="scale(7)" d="${STAR}" ${paint}/>`;
    case 'cross':
      return `<path d="M-4,-4L4,4M-4,4L4,-4" stroke="${colour}" stroke-width="2"/>`;
    case 'line':
      return `<path d="M-6,0H6" stroke="${colour}" stroke-width="2.4"/>`;
    case 'dash':
      return `<path d="M-6,0H6" stroke="${colour}" stroke-width="1.4" stroke-dasharray="4 2"/>`;
  }
}
