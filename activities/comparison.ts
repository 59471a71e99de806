/** A night's results beside those of the night before. */
import type { Accuracy, AccuracyChange, Report, ReportFinal, ReportPrevious } from '../reports/types';
import { newcombe } from '../reports/newcombe';
import { previousOf, type CatalogEntry, type CatalogNetwork } from './catalog';

/** Undefined for a run of no schedule, and for the first of one. */
export function comparePrevious(report: Report, catalog: readonly CatalogEntry[]): ReportPrevious | undefined {
  if (report.schedule === undefined) return undefined;
  const before = previousOf(catalog, report.schedule);
  if (before === null) return undefined;
  const digests = new Map(report.data.map(({ name, digest }) => [name, digest]));
  return {
    runId: before.runId,
    dueAt: before.schedule!.dueAt,
    targets: report.final.flatMap((final) => {
      const network = before.networks.find(({ target }) => target === final.target);
      // Numbers of other images are no comparison.
      const sameImages = before.seed === report.seed && before.data[final.data] === digests.get(final.data);
      return network === undefined ? [] : [compareTarget(final, network, sameImages)];
    }),
  };
}

function compareTarget(
  final: ReportFinal,
  before: CatalogNetwork,
  sameImages: boolean,
): ReportPrevious['targets'][number] {
  const sameNetwork = final.weights === before.weights;
  const change = (now: Accuracy, then: Accuracy | undefined): AccuracyChange | null =>
    then === undefined || !sameImages || now.n !== then.n ? null : accuracyChange(now, then, sameNetwork);
  const attacks = Object.entries(final.attacks).flatMap(([name, now]) => {
    const changed = change(now, before.attacks[name]);
    return changed === null ? [] : [[name, changed] as const];
  });
  return {
    target: final.target,
    network: before.network,
    macs: before.macs,
    parameters: before.parameters,
    sameNetwork,
    clean: change(final.clean, before.clean),
    attacks: Object.fromEntries(attacks),
  };
}

function accuracyChange(now: Accuracy, before: Accuracy, sameNetwork: boolean): AccuracyChange {
  // One network on the same images gives the same answers: the comparison is exact.
  const unchanged = sameNetwork && now.value === before.value;
  const { difference, low, high } = unchanged ? { difference: 0, low: 0, high: 0 } : newcombe(now, before);
  return { now, before, difference, low, high, sameNetwork: unchanged };
}
