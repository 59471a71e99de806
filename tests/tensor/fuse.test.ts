import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

import { batchNormInference, batchNormTraining } from '../../tensor/batchNorm';
import { fuse } from '../../tensor/compiled/fuse';
import { reachableNodes } from '../../tensor/compiled/graph';
import { record } from '../../tensor/compiled/recorder';
import { conv2d } from '../../tensor/conv';
import { relu } from '../../tensor/layers';
import { createProgram } from '../../tensor/program';
import { tf } from '../../tensor/tf';
import type { ExecutionMode, Precision, TensorMap } from '../../tensor/types';
import { buildDist, buildTimeoutMs } from '../support/dist';
import { repository } from '../support/process';
import { normalTensor, relativeError, values } from './helpers';

const channels = 8;
const inputs: TensorMap = {
  x: normalTensor([3, 6, 6, channels], 'fuse', 1),
  filter: normalTensor([3, 3, channels, channels], 'fuse', 2),
  scale: normalTensor([channels], 'fuse', 3),
  offset: normalTensor([channels], 'fuse', 4),
  mean: normalTensor([channels], 'fuse', 5),
  variance: tf.abs(normalTensor([channels], 'fuse', 6)),
};

type Body = (tensors: TensorMap) => tf.Tensor;

const conv = (stride: 1 | 2, x: tf.Tensor, { filter }: TensorMap): tf.Tensor4D =>
  conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, { stride, padding: 1 });
const variables = ({ scale, offset, mean, variance }: TensorMap): Parameters<typeof batchNormInference>[1] => ({
  scale: scale as tf.Tensor1D,
  offset: offset as tf.Tensor1D,
  mean: mean as tf.Tensor1D,
  variance: variance as tf.Tensor1D,
});
const norm = (x: tf.Tensor, tensors: TensorMap): tf.Tensor4D =>
  batchNormInference(x as tf.Tensor4D, variables(tensors));

const bodies: Record<string, { readonly body: Body; readonly kernels: readonly string[] }> = {
  'convolution and batch norm': {
    body: (t) => norm(conv(1, t['x']!, t), t),
    kernels: ['_FusedConv2D BiasAdd'],
  },
  'convolution at stride 2, batch norm and rectifier': {
    body: (t) => relu(norm(conv(2, t['x']!, t), t)),
    kernels: ['_FusedConv2D BiasAdd,Relu'],
  },
  'batch norm and rectifier': {
    body: (t) => relu(norm(t['x']!, t)),
    kernels: ['_FusedBatchNormEx'],
  },
  'convolution and a sum': {
    body: (t) => tf.addN([conv(1, t['x']!, t), t['x']!]),
    kernels: ['_FusedConv2D BiasAdd,Add'],
  },
  'convolution, a sum and a rectifier': {
    body: (t) => relu(tf.add(t['x']!, conv(1, t['x']!, t))),
    kernels: ['_FusedConv2D BiasAdd,Add,Relu'],
  },
  'a residual block': {
    body: (t) => tf.addN([conv(1, relu(norm(conv(1, relu(norm(t['x']!, t)), t), t)), t), t['x']!]),
    kernels: ['_FusedBatchNormEx', '_FusedConv2D BiasAdd,Relu', '_FusedConv2D BiasAdd,Add'],
  },
  'two rectifiers': {
    body: (t) => relu(relu(norm(conv(1, t['x']!, t), t))),
    kernels: ['_FusedConv2D BiasAdd,Relu'],
  },
  'a convolution that is read twice': {
    body: (t) => {
      const y = conv(1, t['x']!, t);
      return tf.mul(norm(y, t), y);
    },
    kernels: ['Conv2D', 'FusedBatchNormV3'],
  },
  'a batch norm that is read twice': {
    body: (t) => {
      const y = norm(t['x']!, t);
      return tf.mul(relu(y), y);
    },
    kernels: ['FusedBatchNormV3', 'Relu'],
  },
  'batch norm in training': {
    body: (t) => relu(batchNormTraining(conv(1, t['x']!, t), variables(t)).y),
    kernels: ['Conv2D', '_FusedBatchNormEx'],
  },
  'batch norm in training with its statistics': {
    body: (t) => {
      const { y, mean, variance } = batchNormTraining(t['x'] as tf.Tensor4D, variables(t));
      return tf.add(relu(y), tf.mul(mean, variance));
    },
    kernels: ['_FusedBatchNormEx'],
  },
  'a sum that broadcasts': {
    body: (t) => tf.add(conv(1, t['x']!, t), t['offset']!),
    kernels: ['Conv2D'],
  },
};

function programOf(
  body: Body,
  mode: ExecutionMode,
  precision: Precision = 'float32',
): (tensors: TensorMap) => tf.Tensor {
  const program = createProgram({
    variables: [],
    initial: new Map(),
    functions: {
      f: {
        inputs: Object.fromEntries(
          Object.entries(inputs).map(([name, { shape }]) => [name, { shape, dtype: 'float32' }]),
        ),
        body: (_, tensors) => ({ outputs: { y: body(tensors) } }),
      },
    },
    mode,
    precision,
  });
  return (tensors) => program.call('f', tensors)['y']!;
}

describe('fusing', () => {
  it.each(Object.entries(bodies))('of %s: the expected kernels', (_, { body, kernels }) => {
    const types = Object.fromEntries(
      Object.entries(inputs).map(([name, { shape }]) => [name, { dtype: 'float32' as const, shape }]),
    );
    const graph = fuse(record('f', types, (tensors) => ({ y: body(tensors) })));
    const found = reachableNodes(graph).flatMap(({ op, attributes }) => {
      const fusedOps = attributes['fused_ops'];
      if (fusedOps?.kind === 'strings') return [`${op} ${fusedOps.value.join()}`];
      return /Conv2D|BatchNorm|Relu/.test(op) ? [op] : [];
    });
    expect(found).toEqual(kernels);
  });

  it.each(Object.entries(bodies))('of %s: the same values but for rounding', (_, { body }) => {
    const expected = values(programOf(body, 'eager')(inputs));
    expect(relativeError(values(programOf(body, 'compiled')(inputs)), expected)).toBeLessThan(1e-5);
    expect(relativeError(values(programOf(body, 'compiled', 'bfloat16')(inputs)), expected)).toBeLessThan(0.03);
  });

  it('leaves arguments as they were: a sum does not write into its summand', () => {
    const before = Array.from(values(inputs['x']!));
    programOf(bodies['convolution and a sum']!.body, 'compiled')(inputs);
    expect(Array.from(values(inputs['x']!))).toEqual(before);
  });
});

describe('a process with compiled functions', () => {
  beforeAll(buildDist, buildTimeoutMs);

  const script = `
    const { hasFusedKernels } = require('./dist/tensor/compiled/fusedKernels.js');
    const { buildNetwork } = require('./dist/architectures/network.js');
    const { parseArchitecture } = require('./dist/architectures/parse.js');
    const { tradesStep } = require('./dist/bench/tradesStep.js');
    const network = buildNetwork(parseArchitecture('WRN-10-1'), { height: 8, width: 8, channels: 3 }, 10);
    const step = tradesStep(network, { mode: 'compiled', precision: 'float32', batch: 4, innerSteps: 1 });
    step.run();
    console.log(hasFusedKernels('float32'));`;
  const run = (environment: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> =>
    promisify(execFile)(process.execPath, ['-e', script], {
      cwd: repository,
      env: { ...process.env, ...environment },
      maxBuffer: 2 ** 26,
    });

  it('runs them without TensorFlow optimizing them, neither in the session nor at the call', async () => {
    const { stderr } = await run({
      TF_CPP_MIN_LOG_LEVEL: '0',
      TF_CPP_MAX_VLOG_LEVEL: '3',
      TF_CPP_VMODULE: 'meta_optimizer=3',
    });
    expect(stderr).toContain('Skipping optimization, graph has less than 4 nodes');
    expect(stderr).not.toContain('Optimize GrapplerItem');
  });

  it.runIf(process.arch === 'x64')('has the fused kernels on every x64 processor', async () => {
    const { TF_ENABLE_ONEDNN_OPTS: _, ...unset } = process.env;
    const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], { cwd: repository, env: unset });
    expect(stdout).toBe('true\n');
  });

  it('does without fused kernels where TensorFlow lacks them', async () => {
    const { stdout } = await run({ TF_ENABLE_ONEDNN_OPTS: '0' });
    expect(stdout).toBe('false\n');
  });
});
