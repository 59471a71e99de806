import type { Figure } from '../plots/figure';
import { themeable } from '../plots/palette';
import { html, trusted } from './markup';
import type { Content, Markup } from './markup';

/** A figure whose drawing fills the width of its place; figures without a narrow drawing keep their size at most. */
export function figureElement(figure: Figure, caption: Content): Markup {
  if (figure.narrow === undefined) {
    return html`<figure class="natural" id="${figure.id}">
      ${inline(figure, figure.svg)}
      <figcaption>${caption}</figcaption>
    </figure>`;
  }
  return html`<figure id="${figure.id}">
    <div class="wide">${inline(figure, figure.svg)}</div>
    <div class="narrow">${inline(figure, figure.narrow)}</div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}

function inline(figure: Figure, svg: string): Markup {
  const [head, rest] = [svg.slice(0, 5), svg.slice(5)];
  const label = html`${figure.title}. ${figure.description}`.text;
  // Points link to rows of the table of children, for the mouse only: the table itself is in reach of the keyboard.
  const drawing = themeable(rest).replace(/<a xlink:href=/g, '<a tabindex="-1" xlink:href=');
  return trusted(`${head}role="img" aria-label="${label}" ${drawing}`);
}

export interface Column<Row> {
  readonly head: Content;
  readonly cell: (row: Row, index: number) => Content;
  readonly numeric?: boolean;
  readonly wrap?: boolean;
}

/** A table with a caption; the first column heads its row. It scrolls within itself when it is too large. */
export function tableElement<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  attributesOf: (row: Row) => Content = () => null,
): Markup {
  const kind = (column: Column<Row>) =>
    column.numeric ? html` class="number"` : column.wrap ? html` class="wrap"` : null;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${kind(column)}>${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, index) =>
            html`<tr ${attributesOf(row)}>
              ${columns.map((column, position) =>
                position === 0
                  ? html`<th scope="row">${column.cell(row, index)}</th>`
                  : html`<td ${kind(column)}>${column.cell(row, index)}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}
