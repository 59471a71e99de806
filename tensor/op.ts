/**
 * TensorFlow's own kernels, called by name. tfjs composes many operations and most gradients out of small
 * ones; a network made of TensorFlow's fused kernels and their gradient kernels runs several times faster.
 */
import { tf } from './tf';

export interface OpAttribute {
  readonly name: string;
  readonly type: number;
  readonly value: boolean | number | string | number[];
}

type AttributeKind = 'TF_ATTR_STRING' | 'TF_ATTR_INT' | 'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_TYPE';

/** What this project uses of the native backend. */
interface NativeBackend {
  readonly binding: Readonly<Record<AttributeKind | 'TF_FLOAT' | 'TF_INT32', number>>;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[];
}

function backend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** Attributes of a TensorFlow operation; an array of numbers is a list of integers. */
export const attribute = {
  type: (name: string, dtype: 'float32' | 'int32' = 'float32'): OpAttribute => {
    const { binding } = backend();
    return { name, type: binding.TF_ATTR_TYPE, value: dtype === 'float32' ? binding.TF_FLOAT : binding.TF_INT32 };
  },
  int: (name: string, value: number | number[]): OpAttribute => make('TF_ATTR_INT', name, value),
  float: (name: string, value: number): OpAttribute => make('TF_ATTR_FLOAT', name, value),
  bool: (name: string, value: boolean): OpAttribute => make('TF_ATTR_BOOL', name, value),
  string: (name: string, value: string): OpAttribute => make('TF_ATTR_STRING', name, value),
};

function make(kind: AttributeKind, name: string, value: OpAttribute['value']): OpAttribute {
  return { name, type: backend().binding[kind], value };
}

/** Runs a TensorFlow operation with one output. Invisible to tfjs's gradient tape: call it inside a kernel. */
export function runOp(name: string, attributes: OpAttribute[], inputs: tf.Tensor[]): tf.Tensor {
  return backend().executeSingleOutput(name, attributes, inputs);
}

/** Runs a TensorFlow operation with several outputs; see {@link runOp}. */
export function runOps(name: string, attributes: OpAttribute[], inputs: tf.Tensor[], outputs: number): tf.Tensor[] {
  return backend().executeMultipleOutputs(name, attributes, inputs, outputs);
}

type Inputs<I extends string> = Record<I, tf.Tensor>;

export interface KernelDefinition<I extends string, A extends object, O extends tf.Tensor | tf.Tensor[]> {
  /** Unique among all kernels of tfjs. */
  readonly name: string;
  readonly run: (inputs: Inputs<I>, attributes: A) => O;
  readonly gradient?: KernelGradient<I, A, O>;
}

export interface KernelGradient<I extends string, A extends object, O extends tf.Tensor | tf.Tensor[]> {
  /** Inputs that the gradient reads. */
  readonly inputs: readonly I[];
  /** Which outputs the gradient reads, by position. */
  readonly outputs?: readonly boolean[];
  /**
   * Gradients of the differentiable inputs, each computed only if it is asked for: an attack wants
   * the gradient of the images and never that of the weights. Two inputs must not share one tensor.
   */
  readonly of: (dy: O, saved: tf.Tensor[], attributes: A) => Partial<Record<I, () => tf.Tensor>>;
}

/**
 * Makes an operation that tfjs tracks and, with `gradient`, differentiates. Gradients are kernels without a
 * gradient of their own, so that a second derivative is an error instead of a wrong number.
 */
export function defineKernel<I extends string, A extends object, O extends tf.Tensor | tf.Tensor[]>(
  definition: KernelDefinition<I, A, O>,
): (inputs: Inputs<I>, attributes: A) => O {
  const { name, run, gradient } = definition;
  tf.registerKernel({
    kernelName: name,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, attrs }) => run(inputs as Inputs<I>, attrs as unknown as A),
  });
  if (gradient !== undefined) {
    tf.registerGradient({
      kernelName: name,
      inputsToSave: [...gradient.inputs],
      outputsToSave: [...(gradient.outputs ?? [])],
      gradFunc: (dy, saved, attrs) => gradient.of(dy as O, saved, attrs as unknown as A) as Record<I, () => tf.Tensor>,
    });
  }
  return (inputs, attributes) => tf.engine().runKernel<O>(name, inputs, attributes as unknown as tf.NamedAttrMap);
}

/** The same values, cut off from the gradient tape; shares memory with `x`. */
export function stopGradient<T extends tf.Tensor>(x: T): T {
  const { dataId, shape, dtype } = x;
  const owner = tf.backend();
  owner.incRef(dataId);
  return tf.engine().makeTensorFromDataId(dataId, shape, dtype, owner) as T;
}
