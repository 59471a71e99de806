import { formatAccuracy, formatCount, formatDuration, formatPercent, formatStages } from '../format';
import { PHASES } from '../phases';
import type { Report, ReportTeacher } from '../types';
import { tableElement } from './elements';
import { agentSection } from './agent';
import { html } from './markup';
import type { Markup } from './markup';

export function teachersSection(report: Report): Markup {
  const attacks = [...new Set(report.teachers.flatMap((teacher) => Object.keys(teacher.attacks)))];
  return html`<section id="teachers">
    <h2>Teachers and data</h2>
    ${
      report.teachers.length === 0
        ? html`<p>No teacher was trained.</p>`
        : tableElement(
            'Teachers: adversarially trained, measured on the evaluation set',
            [
              { head: 'Teacher', cell: (teacher) => teacher.name },
              ...(report.data.length > 1 ? [{ head: 'Data', cell: (teacher: ReportTeacher) => teacher.data }] : []),
              { head: 'Stages', cell: (teacher) => html`<code>${formatStages(teacher.stages)}</code>` },
              { head: 'Parameters', numeric: true, cell: (teacher) => formatCount(teacher.parameters) },
              { head: 'MACs', numeric: true, cell: (teacher) => formatCount(teacher.macs) },
              { head: 'Budget, MACs', numeric: true, cell: (teacher) => formatCount(teacher.budgetMacs) },
              { head: 'Clean', numeric: true, cell: (teacher) => formatAccuracy(teacher.clean) },
              ...attacks.map((attack) => ({
                head: attack,
                numeric: true,
                cell: (teacher: ReportTeacher) => {
                  const accuracy = teacher.attacks[attack];
                  return accuracy ? formatAccuracy(accuracy) : '–';
                },
              })),
            ],
            report.teachers,
          )
    }
    ${
      report.data.length > 0 &&
      tableElement(
        'Data sets after their split',
        [
          { head: 'Data', cell: (dataset) => dataset.name },
          { head: 'Source', cell: (dataset) => dataset.source },
          {
            head: 'Image',
            cell: ({ image }) => `${image.height} × ${image.width} × ${image.channels}`,
          },
          { head: 'Classes', numeric: true, cell: (dataset) => dataset.classes },
          { head: 'Training', numeric: true, cell: (dataset) => dataset.train.toLocaleString('en-US') },
          { head: 'Evaluation', numeric: true, cell: (dataset) => dataset.evaluation.toLocaleString('en-US') },
          { head: 'Test', numeric: true, cell: (dataset) => dataset.test.toLocaleString('en-US') },
          {
            head: 'SHA-256',
            cell: (dataset) => html`<code title="${dataset.digest}">${dataset.digest.slice(0, 12)}…</code>`,
          },
        ],
        report.data,
      )
    }
  </section>`;
}

export function timeSection({ timings }: Report): Markup {
  const seconds = PHASES.map(({ key }) => timings.phases[key]);
  const sum = seconds.reduce((total, value) => total + value, 0);
  const longest = Math.max(...seconds, Number.MIN_VALUE);
  return html`<section id="time">
    <h2>Time</h2>
    <p>
      The run took ${formatDuration(timings.totalSeconds)}. ${timings.computedSteps} expensive steps were computed,
      ${timings.reusedSteps} were reused from earlier runs.
    </p>
    ${tableElement(
      'Work per phase; reused steps count nothing',
      [
        { head: 'Phase', cell: ({ label }) => label },
        {
          head: '',
          cell: ({ value }) =>
            html`<div class="bar">
              <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                <rect width="${((100 * value) / longest).toFixed(1)}" height="8" rx="1" fill="var(--meta)" />
              </svg>
            </div>`,
        },
        { head: 'Time', numeric: true, cell: ({ value }) => formatDuration(value) },
        { head: 'Share', numeric: true, cell: ({ value }) => (sum > 0 ? formatPercent(value / sum) : '–') },
      ],
      PHASES.map(({ key, label }) => ({ label, value: timings.phases[key] })),
    )}
  </section>`;
}

/** What the spec does not say about how the result came about. */
function originParagraphs({ forkedFrom, changes = [] }: Report): Markup[] {
  const list = (record: Readonly<Record<string, string | number>>) =>
    Object.entries(record)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', ');
  const origin =
    forkedFrom === undefined
      ? []
      : [
          html`<p>
            Forked from <code>${forkedFrom.run}</code> after ${forkedFrom.iteration} iterations of meta-training, with
            ${list(forkedFrom.changes) || 'no change'}.
          </p>`,
        ];
  return [
    ...origin,
    ...changes.map(({ childrenDone, budgetsMacs, priority }) => {
      const settings = { ...budgetsMacs, ...(priority === null ? {} : { priority }) };
      return html`<p>Changed while it ran, after ${childrenDone} children: ${list(settings)}.</p>`;
    }),
  ];
}

export function reproduceSection(report: Report): Markup {
  const entries = (record: Readonly<Record<string, string | number>>) =>
    Object.entries(record).map(
      ([name, value]) =>
        html`<dt>${name}</dt>
          <dd><code>${value}</code></dd> `,
    );
  const { run: _spec, ...otherSeeds } = report.seeds;
  return html`<section id="reproduce">
    <h2>Spec, seeds and how to reproduce</h2>
    <p>
      Every random number is derived from the seed of the spec, so the same spec gives the same result on the same kind
      of processor. In this run's folder lie the spec as written (<code>spec.yaml</code>), with every default filled in
      (<code>spec.resolved.yaml</code>), the data of this page (<code>report.json</code>) and its plots
      (<code>plots/</code>).
    </p>
    <pre><code>npx rcnas run runs/${report.runId}/spec.yaml</code></pre>
    ${originParagraphs(report)}
    <h3>Spec</h3>
    <pre tabindex="0" aria-label="The spec"><code>${report.specText}</code></pre>
    ${agentSection(report)}
    <h3>Seeds</h3>
    <dl class="facts">${entries({ 'of the spec': report.seed, ...otherSeeds })}</dl>
    <h3>Versions</h3>
    <dl class="facts">${entries(report.versions)}</dl>
  </section>`;
}
