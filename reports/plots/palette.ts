/**
 * Colours of the report. Plots are drawn in the light values; on the page each becomes a CSS variable of
 * the same name, so that one drawing serves light and dark. Values of one theme must differ from one another.
 * Hues are told apart with colour-vision deficiencies; shape or text repeats whatever colour says.
 */
export const light = {
  ink: '#1c2330',
  muted: '#5c6675',
  line: '#c9d0d9',
  grid: '#e7eaef',
  surface: '#ffffff',
  band: '#f3f5f8',
  network: '#00796f',
  teacher: '#7d8794',
  meta: '#3f66c4',
  fineTune: '#c4560d',
  alert: '#b4232f',
  width: '#1f6fb2',
  depth: '#b3480a',
  stride: '#7a4fb0',
  robust: '#24803f',
} as const;

export type ColourName = keyof typeof light;

export const dark: Readonly<Record<ColourName, string>> = {
  ink: '#e6e9ef',
  muted: '#9aa5b4',
  line: '#46505e',
  grid: '#29313c',
  surface: '#161b22',
  band: '#1c232c',
  network: '#3cc7b8',
  teacher: '#8b96a5',
  meta: '#86a6f5',
  fineTune: '#f29a5b',
  alert: '#ff7b7f',
  width: '#6cb6f0',
  depth: '#f0a266',
  stride: '#bd9bf0',
  robust: '#6fcf8a',
};

const names = new Map<string, string>(Object.entries(light).map(([name, value]) => [value, name]));

/** Replaces the light colours in SVG attributes by the variables of the page. */
export function themeable(svg: string): string {
  return svg.replace(/ (fill|stroke)="(#[0-9a-f]{6})"/g, (attribute, property: string, value: string) => {
    const name = names.get(value);
    return name === undefined ? attribute : ` ${property}="var(--${name})"`;
  });
}

/** The CSS declarations of one theme. */
export function declarations(theme: Readonly<Record<ColourName, string>>): string {
  return Object.entries(theme)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');
}
