import type { OpAttribute } from '../op';
import { tf } from '../tf';

/** A tensor as TensorFlow's C API hands it out. */
export interface TensorMetadata {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

interface StoredTensor {
  readonly id: number;
  readonly shape: readonly number[];
  /** Values that TensorFlow was not given yet. */
  readonly values: ArrayLike<number> | null;
}

/** What tfjs-node uses for 64-bit integers. */
export interface Int64Scalar {
  readonly value: number;
  readonly valueArray: Int32Array;
}

export type KernelInput = tf.TensorInfo | Int64Scalar;

/** What compiled programs use of tfjs-node's backend. */
export interface NativeBackend {
  readonly binding: {
    readonly TF_ATTR_STRING: number;
    readonly TF_ATTR_INT: number;
    readonly TF_ATTR_FLOAT: number;
    readonly TF_ATTR_BOOL: number;
    readonly TF_ATTR_TYPE: number;
    loadSavedModel(folder: string, tags: string): number;
    deleteSavedModel(session: number): void;
    /** Names are `operation:output`, joined by commas. */
    runSavedModel(session: number, inputs: number[], inputNames: string, outputNames: string): TensorMetadata[];
  };
  readonly tensorMap: { get(dataId: object): StoredTensor };
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(metadata: TensorMetadata): tf.Tensor;
  executeSingleOutput(name: string, attributes: OpAttribute[], inputs: KernelInput[]): tf.Tensor;
  executeMultipleOutputs(name: string, attributes: OpAttribute[], inputs: KernelInput[], outputs: number): tf.Tensor[];
  readSync(dataId: object): tf.BackendValues;
  read(dataId: object): Promise<tf.BackendValues>;
}

export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
