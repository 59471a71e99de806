import type { Stage } from '../../architectures/types';
import type { ReportFigures } from '../figures';
import {
  childAnchor,
  doubtsOf,
  formatAccuracy,
  formatCount,
  formatInterval,
  formatPercent,
  formatSaving,
  stageChannels,
} from '../format';
import { measuresOf } from '../plots/accuracy';
import type { Report, ReportFinal } from '../types';
import { figureElement, tableElement } from './elements';
import { html } from './markup';
import type { Content, Markup } from './markup';

/** The networks the run ends with, each beside its teacher. */
export function resultsSection(report: Report, figures: ReportFigures): Markup {
  if (report.final.length === 0) {
    return html`<section id="results">
      <h2>Result</h2>
      <p>The run ended before a final network was trained.</p>
    </section>`;
  }
  return html`<div id="results">
    ${report.final.map((final, index) => finalSection(report, final, figures.results[index]))}
  </div>`;
}

function finalSection(
  report: Report,
  final: ReportFinal,
  figures: ReportFigures['results'][number] | undefined,
): Markup {
  const dataset = report.data.find((entry) => entry.name === final.data);
  return html`<section>
    <h2>${report.final.length > 1 ? html`Result: ${final.target}` : 'Result'}</h2>
    ${claim(final)} ${tiles(final)}
    ${
      figures &&
      html`<div class="pair">
        <div>
          <h3>Accuracy on the test set</h3>
          ${figureElement(
            figures.accuracy,
            html`Share of ${final.clean.n.toLocaleString('en-US')} test images classified correctly, bars are 95 %
            intervals${dataset && html`; guessing among ${dataset.classes} classes is right ${formatPercent(1 / dataset.classes)} of the time`}.`,
          )}
          ${facts(final)}
        </div>
        <div>
          <h3>The network inside its teacher</h3>
          ${figureElement(
            figures.network,
            html`Height of a box: blocks; width: channels (square root). Dashed: the teacher.`,
          )}
        </div>
      </div>`
    }
    ${accuracyTable(final)} ${doubtList(final)} ${stageTable(final)}
  </section>`;
}

/** Numbers that should not be believed as they stand, with the reasons. */
function doubtList(final: ReportFinal): Markup | undefined {
  const doubts = doubtsOf(measuresOf(final));
  if (doubts.length === 0) return undefined;
  return html`<p class="alert">Unsound evaluations, whose numbers should not be believed as they stand:</p>
    <ul>
      ${doubts.map((doubt) => html`<li>${doubt}</li>`)}
    </ul>`;
}

function facts(final: ReportFinal): Markup {
  return html`<dl class="facts">
    <dt>Chosen by</dt>
    <dd>${chosen(final)}</dd>
    <dt>Training</dt>
    <dd>
      ${final.training.method} adversarial training, ${final.training.epochs} epochs, weights of epoch
      ${final.training.selectedEpoch}
    </dd>
    <dt>Weights (SHA-256)</dt>
    <dd><code>${final.weights}</code></dd>
  </dl>`;
}

function claim(final: ReportFinal): Markup {
  const own = final.attacks[final.attack];
  const teacher = final.teacher.attacks[final.attack];
  const size = html`with ${formatSaving(final.macs, final.teacher.macs)} multiply-accumulates and
  ${formatSaving(final.parameters, final.teacher.parameters)} parameters`;
  const robust =
    own && teacher
      ? html`classifies <strong>${formatPercent(own.value)}</strong> of the test images correctly under
          <strong>${final.attack}</strong>, its teacher ${final.teacher.name}
          ${formatPercent(teacher.value)}${
            (own.doubts ?? teacher.doubts) && html` <span class="alert">(an unsound evaluation, see below)</span>`
          }`
      : html`classifies <strong>${formatPercent(final.clean.value)}</strong> of the clean test images correctly, its
          teacher ${final.teacher.name} ${formatPercent(final.teacher.clean.value)}`;
  const over = final.macs > final.budgetMacs;
  return html`<p class="claim">
    The network <strong>${final.network}</strong> ${robust} – ${size}.
    ${over && html`<span class="alert">It costs more than its budget of ${formatCount(final.budgetMacs)} MACs.</span>`}
  </p>`;
}

function tiles(final: ReportFinal): Markup {
  const own = final.attacks[final.attack];
  const teacher = final.teacher.attacks[final.attack];
  const over = final.macs > final.budgetMacs;
  return html`<dl class="tiles">
    ${
      own &&
      tile(
        `Robust accuracy, ${final.attack}`,
        formatPercent(own.value),
        html`${formatInterval(own)}${teacher && html`<br />teacher ${formatPercent(teacher.value)}`}`,
        true,
      )
    }
    ${tile(
      'Clean accuracy',
      formatPercent(final.clean.value),
      html`${formatInterval(final.clean)}<br />teacher ${formatPercent(final.teacher.clean.value)}`,
    )}
    ${tile(
      'MACs per image',
      formatCount(final.macs),
      html`${formatSaving(final.macs, final.teacher.macs)} than ${formatCount(final.teacher.macs)}<br /><span
          ${over && html` class="alert"`}
          >${over ? 'over' : 'within'} budget ${formatCount(final.budgetMacs)}</span
        >`,
    )}
    ${tile(
      'Parameters',
      formatCount(final.parameters),
      html`${formatSaving(final.parameters, final.teacher.parameters)} than ${formatCount(final.teacher.parameters)}`,
    )}
  </dl>`;
}

function tile(title: string, value: string, note: Content, main = false): Markup {
  return html`<div ${main && html` class="main"`}>
    <dt>${title}</dt>
    <dd>
      <span class="figure">${value}</span>
      <div class="note">${note}</div>
    </dd>
  </div>`;
}

function accuracyTable(final: ReportFinal): Markup {
  return tableElement(
    'Accuracy on the test set with 95 % intervals',
    [
      {
        head: 'Images',
        cell: ({ measure }) => (measure === final.attack ? html`${measure} <small>(target)</small>` : measure),
      },
      { head: 'Final network', numeric: true, cell: ({ network }) => (network ? formatAccuracy(network) : '–') },
      {
        head: `Teacher ${final.teacher.name}`,
        numeric: true,
        cell: ({ teacher }) => (teacher ? formatAccuracy(teacher) : '–'),
      },
      {
        head: 'Difference, points',
        numeric: true,
        cell: ({ network, teacher }) => (network && teacher ? points(network.value - teacher.value) : '–'),
      },
      {
        head: 'Test images',
        numeric: true,
        cell: ({ network, teacher }) => (network ?? teacher)?.n.toLocaleString('en-US'),
      },
    ],
    measuresOf(final),
  );
}

function points(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(1);
  if (text === '0.0') return '0.0';
  return `${difference < 0 ? '−' : '+'}${text}`;
}

function stageTable(final: ReportFinal): Markup {
  const count = Math.max(final.stages.length, final.teacher.stages.length);
  const rows = Array.from({ length: count }, (_, index) => ({
    index,
    own: final.stages[index],
    teacher: final.teacher.stages[index],
  }));
  const of = (value: Content, teacher: Content) => html`${value ?? '–'} <small>of ${teacher ?? '–'}</small>`;
  const channels = (index: number, stage: Stage | undefined) => stage && stageChannels(index, stage.width);
  return tableElement(
    `Stages of the network, and of its teacher ${final.teacher.name}`,
    [
      { head: 'Stage', cell: ({ index }) => index + 1 },
      { head: 'Blocks', numeric: true, cell: ({ own, teacher }) => of(own?.depth, teacher?.depth) },
      { head: 'Widen factor', numeric: true, cell: ({ own, teacher }) => of(own?.width, teacher?.width) },
      {
        head: 'Channels',
        numeric: true,
        cell: ({ index, own, teacher }) => of(channels(index, own), channels(index, teacher)),
      },
      {
        head: 'Stride',
        numeric: true,
        cell: ({ own, teacher }) =>
          html`${own?.stride ?? '–'}${own?.stride !== teacher?.stride && html` <small>not ${teacher?.stride}</small>`}`,
      },
      { head: 'Blocks are', cell: ({ own }) => own && (own.robust ? 'robust' : 'basic') },
      {
        head: 'Parameters',
        numeric: true,
        cell: ({ own, teacher }) => of(own && formatCount(own.parameters), teacher && formatCount(teacher.parameters)),
      },
      {
        head: 'MACs',
        numeric: true,
        cell: ({ own, teacher }) => of(own && formatCount(own.macs), teacher && formatCount(teacher.macs)),
      },
    ],
    rows,
  );
}

const CHOICES: Readonly<Record<ReportFinal['chosenBy'], string>> = {
  'best-reward': 'the best reward within the budget',
  'policy-mode': "the policy's mode",
  'policy-sample': 'the first sample of the policy within the budget, which neither a child nor the mode kept',
};

function chosen(final: ReportFinal): Content {
  const how = CHOICES[final.chosenBy];
  if (final.chosenFrom === undefined) return how;
  return html`${how}: <a href="#${childAnchor(final.chosenFrom)}">${final.chosenFrom}</a>`;
}
