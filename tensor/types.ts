import type { tf } from './tf';

/** Tensors by name. Who receives one owns it and disposes it, unless said otherwise. */
export type TensorMap = Readonly<Record<string, tf.Tensor>>;

/** One variable of a program: a weight, a batch-norm statistic, an optimizer slot. */
export interface VariableSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whether gradients are taken with respect to it. */
  readonly trainable: boolean;
}

/** The value of one variable outside TensorFlow, row-major. */
export interface VariableValue {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Variable values by name, in the order in which the variables were declared. */
export type StateValues = ReadonlyMap<string, VariableValue>;

/** Shape (null: any size, the batch) and type of one input of a compiled function. */
export interface InputSpec {
  readonly shape: readonly (number | null)[];
  readonly dtype: 'float32' | 'int32';
}

/** What a function body returns: outputs for the caller, new values of variables. */
export interface FunctionResult {
  readonly outputs: TensorMap;
  readonly updates?: TensorMap;
}

/**
 * A function over shared state, written as pure tfjs: it reads `state` and `inputs`, returns new
 * tensors and never assigns. It runs once per call in eager mode and is recorded once when compiled,
 * so it must not branch on tensor values, read them, or draw random numbers outside its inputs. While it is recorded,
 * tensors have shapes but no values.
 */
export interface FunctionDefinition {
  readonly inputs: Readonly<Record<string, InputSpec>>;
  readonly body: (state: TensorMap, inputs: TensorMap) => FunctionResult;
}

/** A set of functions that share one state; the unit that is compiled and that holds weights. */
export interface Program {
  /** Runs one function; returns its outputs (the caller disposes them) after applying its updates. */
  call(name: string, inputs: TensorMap): TensorMap;
  /** Compiles a function for inputs of these shapes ahead of its first call. Does nothing in mode `eager`. */
  prepare(name: string, shapes: Readonly<Record<string, readonly number[]>>): void;
  /** Copies the named variables (all by default) out of TensorFlow. */
  readState(names?: readonly string[]): StateValues;
  /** Overwrites variables; throws on an unknown name or a wrong shape. */
  writeState(values: StateValues): void;
  dispose(): void;
}

export type ExecutionMode = 'eager' | 'compiled';
export type Precision = 'float32' | 'bfloat16';
