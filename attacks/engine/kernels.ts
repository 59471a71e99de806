/** The functions of a network that attacks call in their loops, run operation by operation or as compiled graphs. */
import { tf } from '../../tensor/tf';
import type { FunctionDefinition, InputSpec, Program, TensorMap } from '../../tensor/types';
import type { Logits, SplitNetwork } from '../types';

export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** The attacked network inside a kernel. */
export interface KernelNetwork {
  readonly logits: Logits;
  /** Null where the network is a plain function of images. */
  readonly split: Pick<SplitNetwork, 'head' | 'tail'> | null;
  /** Runs of the first layers, one after the other, that are known to be local; none where nothing is known. */
  readonly local: readonly LocalParts[];
}

interface LocalParts {
  /** From the images, or the run before. */
  head(input: tf.Tensor4D): tf.Tensor4D;
  /** To the logits. */
  tail(features: tf.Tensor4D): tf.Tensor2D;
}

/** How far layers see: row i of their output depends on the rows i * stride +- radius of their input, and so do columns. */
export interface Reach {
  readonly radius: number;
  readonly stride: number;
}

/**
 * A pure function of a batch: reads its inputs, returns new tensors, neither reads values nor draws random numbers, so
 * that it can be compiled. Each image's rows of the results depend on the same rows of the inputs alone.
 */
export interface Kernel {
  /** The first size of an input that has one row per image is null. */
  inputs(image: ImageShape): Readonly<Record<string, InputSpec>>;
  body(network: KernelNetwork, inputs: TensorMap): TensorMap;
}

export type Kernels = Readonly<Record<string, Kernel>>;

/** Offers kernels by name; `logits`, from `images` to `logits`, is always among them. */
export interface AttackedModel {
  /** Of what kernels find in `local` of the network; default none. */
  readonly reaches?: readonly Reach[];
  /** The caller disposes what is returned; nothing of it is one of the inputs. */
  call(kernel: string, inputs: TensorMap): TensorMap;
}

export function imagesOf({ height, width, channels }: ImageShape): InputSpec {
  return { shape: [null, height, width, channels], dtype: 'float32' };
}

/** `images` to `logits`. */
const logitsKernel: Kernel = {
  inputs: (image) => ({ images: imagesOf(image) }),
  body: ({ logits }, inputs) => ({ logits: logits(inputs['images'] as tf.Tensor4D) }),
};

/** A network given as a function, with kernels that run operation by operation. */
export function modelOfFunction(network: Logits | SplitNetwork, kernels: Kernels): AttackedModel {
  const inKernel: KernelNetwork =
    typeof network === 'function'
      ? { logits: network, split: null, local: [] }
      : { logits: (images) => network.logits(images), split: network, local: [] };
  const known: Kernels = { ...kernels, logits: logitsKernel };
  return {
    call: (kernel, inputs) =>
      tf.tidy(() => {
        const own = new Set(Object.values(inputs).map(({ id }) => id));
        const results = known[kernel]!.body(inKernel, inputs);
        return Object.fromEntries(
          Object.entries(results).map(([name, tensor]) => [name, own.has(tensor.id) ? tf.clone(tensor) : tensor]),
        );
      }),
  };
}

/** A network in evaluation mode over the variables of a program. */
export interface AttackedNetwork {
  readonly image: ImageShape;
  logits(state: TensorMap, images: tf.Tensor4D): tf.Tensor2D;
  /** For attacks on an inner layer. */
  readonly head?: (state: TensorMap, images: tf.Tensor4D) => tf.Tensor;
  readonly tail?: (state: TensorMap, features: tf.Tensor) => tf.Tensor2D;
  /** Runs of the first layers, one after the other, that are local. */
  readonly local?: readonly (Reach & { readonly [part in keyof LocalParts]: OfState<LocalParts[part]> })[];
}

type OfState<F extends (x: tf.Tensor4D) => tf.Tensor> = (state: TensorMap, x: tf.Tensor4D) => ReturnType<F>;

/** Kernels, and `logits`, as functions of a program; `modelOfProgram` calls them. */
export function kernelFunctions(network: AttackedNetwork, kernels: Kernels): Record<string, FunctionDefinition> {
  const functionOf = (kernel: Kernel): FunctionDefinition => ({
    inputs: kernel.inputs(network.image),
    body: (state, inputs) => ({ outputs: kernel.body(networkIn(network, state), inputs) }),
  });
  const all: Kernels = { ...kernels, logits: logitsKernel };
  return Object.fromEntries(Object.entries(all).map(([name, kernel]) => [name, functionOf(kernel)]));
}

function networkIn({ logits, head, tail, local = [] }: AttackedNetwork, state: TensorMap): KernelNetwork {
  return {
    logits: (images) => logits(state, images),
    local: local.map((cut) => ({
      head: (input) => cut.head(state, input),
      tail: (features) => cut.tail(state, features),
    })),
    split:
      head === undefined || tail === undefined
        ? null
        : { head: (images) => head(state, images), tail: (features) => tail(state, features) },
  };
}

/**
 * @param functions Of the program, by the kernel that they are; by default they have the same names.
 * @param reaches Of the network's first layers, as far as they are local.
 */
export function modelOfProgram(
  program: Program,
  functions: Readonly<Record<string, string>> = {},
  reaches: readonly Reach[] = [],
): AttackedModel {
  return { call: (kernel, inputs) => program.call(functions[kernel] ?? kernel, inputs), reaches };
}

/** The kernels of an attack as part of another one's. */
export function prefixed(prefix: string, kernels: Kernels): Kernels {
  return Object.fromEntries(Object.entries(kernels).map(([name, kernel]) => [`${prefix}/${name}`, kernel]));
}

/** The model as an attack sees it whose kernels were given a prefix. */
export function within(prefix: string, model: AttackedModel): AttackedModel {
  return {
    ...(model.reaches === undefined ? {} : { reaches: model.reaches }),
    call: (kernel, inputs) => model.call(kernel === 'logits' ? kernel : `${prefix}/${kernel}`, inputs),
  };
}
