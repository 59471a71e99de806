import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSpec, loadCheckedSpec } from '../../cli/loadSpec';
import { SpecError } from '../../schemas/errors';
import { parseSpec, type SpecCheck } from '../../schemas/load';
import type { ResolvedPipeline } from '../../schemas/resolved';

const pipelines = join(__dirname, '..', '..', 'pipelines');
const fixtures = join(__dirname, 'fixtures');

const minimal = `
apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: small }
data: { digits: { source: digits } }
attacks: { pgd-8: { type: pgd } }
teachers: [{ architecture: WRN-10-2, budget: 1.2M }]
targets: [{ data: digits, attack: pgd-8, teacher: WRN-10-2 }]
`;

function resolved(text: string, fileName = 'spec.yaml'): ResolvedPipeline {
  const loaded = parseSpec(text, fileName);
  if (!loaded.ok) throw new SpecError(fileName, loaded.problems);
  return loaded.spec;
}

describe('parseSpec', () => {
  it('fills in the defaults of the paper', () => {
    const training = {
      method: 'trades',
      epochs: 100,
      batchSize: 128,
      learningRate: 0.1,
      momentum: 0.9,
      nesterov: false,
      weightDecay: 2e-4,
      clipNorm: 5,
      schedule: { type: 'step', milestones: [0.75, 0.9], factor: 0.1 },
      attack: { epsilon: 8 / 255, steps: 10, stepSize: 2 / 255 },
      beta: 6,
      augmentation: { crop: 0, flip: false },
      select: 'best-pgd',
      precision: 'float32',
      mode: 'compiled',
    };
    expect(resolved(minimal)).toEqual({
      apiVersion: 'rcnas/v1',
      kind: 'Pipeline',
      metadata: { name: 'small' },
      seed: 0,
      data: { digits: { source: 'digits', evaluation: 128 } },
      attacks: {
        'pgd-8': {
          type: 'pgd',
          norm: 'linf',
          epsilon: 8 / 255,
          steps: 20,
          stepSize: 8 / 255 / 10,
          schedule: 'constant',
          randomStart: true,
          restarts: 1,
          batchSize: 128,
        },
      },
      teachers: [{ name: 'WRN-10-2', architecture: 'WRN-10-2', budgetMacs: 1_200_000 }],
      training: { teacher: training, child: { ...training, epochs: 5, select: 'last' }, final: training },
      search: {
        buffers: { data: ['digits'], attacks: ['pgd-8'], teachers: ['WRN-10-2'] },
        lips: { enabled: true, dimension: 256, outputNorm: 'l1', inputNorm: 'linf', teacher: 'adversarial' },
        ct: { enabled: true, dimension: 256 },
        encoder: { tasks: 256, epochs: 200, learningRate: 1e-3, hidden: 64, stateSize: 64 },
        policy: {
          hidden: 64,
          learningRate: 1e-3,
          optimizer: 'adam',
          initialStd: 0.2,
          learnStd: false,
          minRatio: 0.1,
          relativeTo: 'teacher',
        },
        reward: { size: 'macs', annealing: 'linear', threat: 'white-box', baseline: 'none', guard: 2 },
        bank: false,
        meta: { iterations: 100, timeSteps: 5, update: 'step' },
        fineTune: { iterations: 10 },
        choose: 'best-reward',
      },
      targets: [{ name: 'digits-pgd-8-WRN-10-2', data: 'digits', attack: 'pgd-8', teacher: 'WRN-10-2' }],
      evaluate: ['clean', 'pgd-8'],
    });
  });

  it('survives a trip through JSON, as Temporal sends it', () => {
    const spec = resolved(readFileSync(join(pipelines, 'quickstart.yaml'), 'utf8'));
    expect(JSON.parse(JSON.stringify(spec))).toEqual(spec);
  });

  it('derives the step size from the epsilon that is given', () => {
    const { attacks, training } = resolved(
      minimal.replace('type: pgd', 'type: cw, epsilon: 4/255') + 'training: { child: { attack: { epsilon: 0.2 } } }\n',
    );
    expect(attacks['pgd-8']).toMatchObject({ epsilon: 4 / 255, stepSize: 4 / 255 / 10 });
    expect(training.child.attack).toEqual({ epsilon: 0.2, steps: 10, stepSize: 0.05 });
  });

  it('takes the parameters of every attack, and radii above 1 in L2', () => {
    const text = minimal.replace(
      '{ type: pgd }',
      '{ type: pgd, norm: l2, epsilon: 384/255, stepSize: 2, schedule: cosine }, custom: { type: autoattack, version: custom, attacks: [apgd-ce, square] }',
    );
    const { attacks } = resolved(text);
    expect(attacks['pgd-8']).toMatchObject({ norm: 'l2', epsilon: 384 / 255, stepSize: 2, schedule: 'cosine' });
    expect(attacks['custom']).toEqual({
      type: 'autoattack',
      norm: 'linf',
      epsilon: 8 / 255,
      version: 'custom',
      attacks: ['apgd-ce', 'square'],
      batchSize: 128,
    });
  });

  it('keeps the defaults of a section beside what is given, but no part of another schedule', () => {
    const { training } = resolved(`${minimal}training: { child: { beta: 3, schedule: { type: cosine } } }\n`);
    expect(training.child).toMatchObject({ epochs: 5, beta: 3, schedule: { type: 'cosine', warmup: 0 } });
    expect(training.child.schedule).not.toHaveProperty('milestones');
  });

  it('takes null for no gradient clipping', () => {
    expect(resolved(`${minimal}training: { final: { clipNorm: null } }\n`).training.final.clipNorm).toBeNull();
  });

  it('takes per-stage maxima instead of the network being compressed', () => {
    const { policy } = resolved(
      `${minimal}search: { policy: { maxDepth: [14, 14, 7], maxWidth: [5, 7, 3] } }\n`,
    ).search;
    expect(policy.relativeTo).toEqual({ maxDepth: [14, 14, 7], maxWidth: [5, 7, 3] });
    expect(policy).not.toHaveProperty('maxDepth');
  });

  it('keeps data sets and attacks out of the buffers', () => {
    const text = minimal.replace('pgd-8: { type: pgd }', 'pgd-8: { type: pgd }, cw-8: { type: cw }');
    expect(resolved(`${text}search: { buffers: { attacks: [pgd-8] } }\n`).search.buffers).toEqual({
      data: ['digits'],
      attacks: ['pgd-8'],
      teachers: ['WRN-10-2'],
    });
    expect(resolved(text).evaluate).toEqual(['clean', 'pgd-8', 'cw-8']);
  });

  it('tells two teachers of one architecture apart by name', () => {
    const text = minimal
      .replace('budget: 1.2M }', 'budget: 1.2M }, { architecture: WRN-10-2, budget: 600k, name: tight }')
      .replace('teacher: WRN-10-2', 'teacher: tight');
    expect(resolved(text)).toMatchObject({
      teachers: [
        { name: 'WRN-10-2', budgetMacs: 1_200_000 },
        { name: 'tight', architecture: 'WRN-10-2', budgetMacs: 600_000 },
      ],
      targets: [{ name: 'digits-pgd-8-tight', teacher: 'tight' }],
    });
  });

  it('makes a name of a written-out architecture that files and ids can have', () => {
    const text = minimal.replaceAll('WRN-10-2', '"WRN[1x2,1x2/2,1x2/2r]"');
    expect(resolved(text).targets[0]!.name).toBe('digits-pgd-8-WRN_1x2_1x2_2_1x2_2r_');
  });

  it('reads relative paths from the folder of the spec', () => {
    const text = minimal.replace('source: digits', 'source: digits, path: ../images');
    expect(resolved(text, '/home/me/specs/a.yaml').data['digits']!.path).toBe('/home/me/images');
    expect(resolved(text.replace('../images', '/data'), '/home/me/a.yaml').data['digits']!.path).toBe('/data');
  });

  it('follows aliases, and takes numbers as names', () => {
    const text = `${minimal.replaceAll('pgd-8', '8')}training: { teacher: &same { epochs: 3 }, final: *same }\n`;
    const spec = resolved(text.replace('attack: 8', 'attack: "8"'));
    expect(spec.training.final.epochs).toBe(3);
    expect(spec.targets[0]!.attack).toBe('8');
  });

  it('reads an alias as what its anchor was last, not as what it becomes', () => {
    const text = `${minimal}training: { teacher: &a { epochs: 3 }, child: *a, final: &a { epochs: 9 } }\n`;
    expect(resolved(text).training.child.epochs).toBe(3);
  });

  it('hands checks those parts that are right, and places what they find', () => {
    const seen: unknown[] = [];
    const check: SpecCheck = (parts) => {
      seen.push(Object.keys(parts.attacks), [...parts.teachers.keys()], parts.search);
      return [{ pointer: '/attacks/good/type', message: 'found by the check' }];
    };
    const text = minimal
      .replace('pgd-8: { type: pgd }', 'bad: { type: pgd, step: 3 }, good: { type: pgd }')
      .replace('attack: pgd-8', 'attack: good')
      .replace('teachers: [', 'teachers: [{ architecture: WRN-10-1, budget: x }, ');
    const loaded = parseSpec(`${text}search: { choose: 7 }\n`, 'spec.yaml', [check]);
    expect(seen).toEqual([['good'], [1], null]);
    expect(loaded.ok ? [] : loaded.problems.map(({ line, column, message }) => [line, column, message])).toContainEqual(
      [6, 55, 'found by the check'],
    );
  });

  it('tells at most 100 problems', () => {
    const keys = Array.from({ length: 500 }, (_, i) => `unknown-${i}: 1\n`).join('');
    const loaded = parseSpec(minimal + keys, 'spec.yaml');
    const problems = loaded.ok ? [] : loaded.problems;
    expect(problems).toHaveLength(100);
    expect(problems[99]!.message).toBe('and 401 more problems from here on');
  });
});

describe('the specs that ship', () => {
  it.each(['quickstart.yaml', 'fashion-mnist.yaml'])('%s is valid and points editors to the schema', async (name) => {
    const loaded = await checkSpec(join(pipelines, name));
    expect(loaded).toMatchObject({ ok: true });
    if (loaded.ok)
      expect(loaded.source).toMatch(/^# yaml-language-server: \$schema=\.\.\/schemas\/pipeline\.schema\.json\n/);
  });

  it('is what the fixtures of mistakes are made from', async () => {
    expect(await checkSpec(join(fixtures, 'valid', 'minimal.yaml'))).toMatchObject({ ok: true });
  });
});

describe('loadCheckedSpec', () => {
  it('throws all problems as one error for exit code 3, feasibility among them', async () => {
    const path = join(fixtures, 'invalid', 'everything-at-once.yaml');
    const error = await loadCheckedSpec(path).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(SpecError);
    const { message, problems, exitCode, fileName } = error as SpecError;
    expect({ exitCode, fileName }).toEqual({ exitCode: 3, fileName: path });
    expect(problems).toHaveLength(6);
    expect(message.split('\n')[1]).toBe(
      `${path}:7:41: an evaluation set of 5000 images is more than "digits" can give: it has 1437 training images, and one at least must be left to train on`,
    );
  });
});
