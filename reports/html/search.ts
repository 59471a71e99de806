import type { ReportFigures } from '../figures';
import {
  childAnchor,
  countOf,
  formatAccuracy,
  formatCount,
  formatPercent,
  formatReward,
  formatStages,
} from '../format';
import { LONG_SEGMENT, RUNNING_RADIUS, searchAxis } from '../rounds';
import type { Report, ReportChild } from '../types';
import { figureElement, tableElement } from './elements';
import { html } from './markup';
import type { Content, Markup } from './markup';

/** How the agent learned: rewards, and what it did to each stage. */
export function searchSection(report: Report, figures: ReportFigures): Markup {
  const { meta, fineTune } = report.spec.search;
  const plan =
    meta.iterations === 0
      ? `without meta-training (R-NAS), ${countOf(fineTune.iterations, 'iteration', 'iterations')} on each target`
      : `${countOf(meta.iterations, 'iteration', 'iterations')} of meta-training with ${countOf(meta.timeSteps, 'time step', 'time steps')} each, then ${countOf(fineTune.iterations, 'iteration', 'iterations')} of fine-tuning on each target`;
  return html`<section id="search">
    <h2>Search</h2>
    <p>
      ${report.status === 'completed' ? 'The agent searched' : 'The spec asks for a search:'}
      ${plan}.${
        report.encoder &&
        html` Its state encoder was pre-trained as an autoencoder: loss ${report.encoder.initialLoss.toPrecision(3)} at
        first, ${report.encoder.finalLoss.toPrecision(3)} in the end.`
      }
    </p>
    ${
      figures.reward
        ? figureElement(figures.reward, rewardCaption(report))
        : html`<p class="muted">The run ended before the search began.</p>`
    }
    ${
      figures.actions.length > 0 &&
      html`<h3>What the agent did to each stage</h3>
        <p class="muted small">
          Small marks are single children, lines the mean of ${lineSpan(report)}. Ratios are relative to
          ${report.spec.search.policy.relativeTo === 'teacher' ? 'the network that was compressed' : "the spec's maxima per stage"},
          before rounding to whole blocks and widen factors.
        </p>
        <div class="triple">
          ${figures.actions.map(
            (figure) =>
              html`<div>
                <h3>${figure.title}</h3>
                ${figureElement(figure, null)}
              </div> `,
          )}
        </div>`
    }
  </section>`;
}

function rewardCaption(report: Report): Content {
  const penalty =
    report.spec.search.reward.annealing === 'hard'
      ? 'a child over its budget gets the reward −1'
      : `the reward of a child over its budget is multiplied by a factor that falls from 1 to 0 over the phase (${report.spec.search.reward.annealing})`;
  return html`One mark per child, in the order in which they were made; ${penalty}. A mark leads to the child's row
  below.`;
}

/** Children as accuracy against cost, and the table of all. */
export function childrenSection(report: Report, figures: ReportFigures): Markup {
  const over = report.children.filter((child) => child.overBudget).length;
  const refused = report.children.filter((child) => child.refused !== undefined).length;
  const failed = report.children.filter((child) => child.failed !== undefined).length;
  const small = figures.tradeoffs.filter((figure) => !figure.isTarget);
  const caption = html`Accuracies of children and teachers are those on the attacked evaluation set, lines are 95 %
  intervals.
  ${
    figures.tradeoffs.some((figure) => figure.svg.includes('final network')) &&
    'The final network was trained longer and is shown with its accuracy on the test set.'
  }`;
  return html`<section id="children">
    <h2>Children</h2>
    ${
      report.children.length === 0
        ? html`<p>No child network was made.</p>`
        : html`<p>
            ${countOf(report.children.length, 'child network was', 'child networks were')} made: ${over} over
            budget${refused > 0 && `, ${refused} refused by the cost guard`}${failed > 0 && `, ${failed} failed`}.
          </p>`
    }
    ${figures.tradeoffs
      .filter((figure) => figure.isTarget)
      .map(
        (figure) =>
          html`<h3>Robust accuracy against cost: ${figure.attack} on ${figure.data}</h3>
            ${figureElement(figure, caption)}`,
      )}
    ${
      small.length > 0 &&
      html`<div class="pair" style="margin-top:1.6rem">
        ${small.map(
          (figure) =>
            html`<div>
              <h3>${figure.attack} on ${figure.data}</h3>
              ${figureElement(figure, null)}
            </div> `,
        )}
      </div>`
    }
    ${report.children.length > 0 && childTable(report)}
  </section>`;
}

function childTable(report: Report): Markup {
  const severalData = new Set(report.children.map((child) => child.task.data)).size > 1;
  const chosen = new Set(report.final.flatMap((final) => final.chosenFrom ?? []));
  return tableElement<ReportChild>(
    'All children; a stage is written blocks × widen factor, /2 for stride 2, r for robust blocks',
    [
      { head: 'Child', cell: (child) => html`<span class="${child.phase}-phase">${child.id}</span>` },
      { head: 'Reward', numeric: true, cell: (child) => formatReward(child.reward) },
      {
        head: 'Robust accuracy (interval), teacher',
        cell: (child) =>
          html`${child.studentAccuracy ? formatAccuracy(child.studentAccuracy) : 'not measured'}
            <small
              >of
              ${formatPercent(child.teacherAccuracy.value)}${
                child.bankBound && html`; bank: at most ${formatPercent(child.bankBound.value)}`
              }</small
            >`,
      },
      {
        head: 'MACs, budget',
        cell: (child) =>
          html`<span${child.overBudget && html` class="alert"`}>${formatCount(child.macs)}</span>
            <small>of ${formatCount(child.task.budgetMacs)}</small>`,
      },
      {
        head: 'Attack',
        cell: (child) => html`${child.task.attack}${severalData && html` <small>on ${child.task.data}</small>`}`,
      },
      {
        head: 'Compressed',
        cell: ({ task }) =>
          task.teacher.origin === 'teacher'
            ? task.teacher.name
            : html`<code>${formatStages(task.teacher.stages)}</code> <small>from ${task.baseTeacher}</small>`,
      },
      { head: 'Stages', cell: (child) => html`<code>${formatStages(child.stages)}</code>` },
      { head: 'Remarks', wrap: true, cell: (child) => remarks(child, chosen.has(child.id)) },
    ],
    report.children,
    (child) => html`id="${childAnchor(child.id)}"${chosen.has(child.id) && html` class="chosen"`}`,
  );
}

function remarks(child: ReportChild, chosen: boolean): Content {
  const tags: Content[] = [];
  if (chosen) tags.push(html`<span class="tag good">chosen</span> `);
  if (child.overBudget) tags.push(html`<span class="tag alert">over budget</span> `);
  if (child.refused !== undefined) tags.push(html`<span class="alert">refused: ${child.refused}</span> `);
  if (child.failed !== undefined) tags.push(html`<span class="alert">failed: ${child.failed}</span> `);
  return tags;
}

/** What one point of a line of means stands for. */
function lineSpan(report: Report): string {
  const long = searchAxis(report).segments.some((segment) => segment.rounds.length > LONG_SEGMENT);
  return long ? `an iteration, in long phases of ${2 * RUNNING_RADIUS + 1}` : 'an iteration';
}
