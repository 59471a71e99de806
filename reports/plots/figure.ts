/** A plot as the page and the folder `plots/` use it. */
export interface Figure {
  /** File name without extension, and anchor on the page. */
  readonly id: string;
  readonly title: string;
  /** What the figure shows, with its main numbers: the alternative for who cannot see it. */
  readonly description: string;
  /** Self-contained SVG in the light colours. */
  readonly svg: string;
  /** The same drawn for narrow screens; absent when `svg` fits a phone. */
  readonly narrow?: string;
}

/** Drawing width in CSS pixels of the two renderings. */
export const WIDE = 900;
export const NARROW = 350;
