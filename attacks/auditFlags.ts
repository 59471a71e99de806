/** Doubts that follow from counts alone. Imports nothing, so that workflows can weigh the parts of an evaluation together. */
import type { AuditEntry } from './auditEntry';
import type { Norm, StageResult } from './types';

/** Share of all points by which the black-box attack may lower robust accuracy before the gradients are doubted. */
const blackBoxTolerance = 0.002;

/** What the course of the ensemble tells about the evaluation. */
export function stageFlags(stages: readonly StageResult[], total: number): readonly AuditEntry[] {
  const flags: AuditEntry[] = [];
  for (const { attack, broken } of stages.filter(({ attack }) => attack.endsWith('-square'))) {
    if (broken > blackBoxTolerance * total)
      flags.push({
        flag: 'black-box-stronger',
        message:
          `${attack} broke ${broken} of ${total} points that the attacks with gradients left: the gradients mislead, ` +
          'and the robust accuracy is likely to be lower than reported',
      });
  }
  const zero = stages.find(({ zeroGradients = 0 }) => zeroGradients > 0);
  if (zero !== undefined)
    flags.push({
      flag: 'zero-gradients',
      message: `at the start of ${zero.attack} the gradient of ${zero.zeroGradients} of ${zero.attacked} points was zero: attacks with gradients cannot see a way`,
    });
  return flags;
}

/** Accuracy under one attack, as a table of several has it. */
export interface TabledAttack {
  readonly norm: Norm;
  readonly epsilon: number;
  readonly name: string;
  readonly type: string;
  readonly correct: number;
  readonly total: number;
}

/** Ensembles that left clearly more points than another attack in the same ball: none may be weaker than its parts. */
export function ensembleFlags(table: readonly TabledAttack[]): readonly AuditEntry[] {
  const ensembles = table.filter(({ type }) => type === 'autoattack');
  return ensembles.flatMap((ensemble) =>
    table
      .filter(
        ({ type, norm, epsilon }) => type !== 'autoattack' && norm === ensemble.norm && epsilon === ensemble.epsilon,
      )
      .filter(({ correct, total }) => ensemble.correct - correct > 0.002 * total)
      .map(({ name, correct, total }) => ({
        flag: 'weaker-than-member' as const,
        message: `${ensemble.name} left ${ensemble.correct} of ${total} points, ${name} only ${correct}`,
      })),
  );
}
