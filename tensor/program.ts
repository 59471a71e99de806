import { compiledExecution, type Described, type Execution } from './compiled/execution';
import { ProgramError, UnsupportedExecutionError } from './errors';
import { tf } from './tf';
import type {
  ExecutionMode,
  FunctionDefinition,
  FunctionResult,
  InputSpec,
  Precision,
  Program,
  StateValues,
  TensorMap,
  VariableSpec,
  VariableValue,
} from './types';

export interface ProgramDefinition {
  /** In the order in which `readState` gives them; names are unique. */
  readonly variables: readonly VariableSpec[];
  readonly functions: Readonly<Record<string, FunctionDefinition>>;
  /** A value for every variable. */
  readonly initial: StateValues;
  /** Default `eager`. */
  readonly mode?: ExecutionMode;
  /** Precision of convolutions and matrix products; default `float32`. */
  readonly precision?: Precision;
}

/**
 * Makes functions over shared variables ready to run. The program owns its variables until `dispose`.
 *
 * @throws UnsupportedExecutionError for a mode or precision that is not available.
 * @throws ProgramError for initial values that do not fit the variables.
 */
export function createProgram(definition: ProgramDefinition): Program {
  const { mode = 'eager', precision = 'float32' } = definition;
  if (mode === 'compiled') return new TensorProgram(definition, compiledExecution(precision));
  if (precision === 'bfloat16')
    throw new UnsupportedExecutionError("precision 'bfloat16' is not available in mode 'eager'; use 'float32'");
  return new TensorProgram(definition, eagerExecution);
}

/** Kernel by kernel. */
const eagerExecution: Execution = {
  run: (_, definition, state, inputs) => definition.body(state, inputs),
  prepare: () => undefined,
};

/** Holds the variables as tensors. */
class TensorProgram implements Program {
  private readonly specs: ReadonlyMap<string, VariableSpec>;
  private readonly state: Record<string, tf.Tensor> = {};
  private disposed = false;

  constructor(
    private readonly definition: ProgramDefinition,
    private readonly execution: Execution,
  ) {
    this.specs = new Map(definition.variables.map((spec) => [spec.name, spec]));
    if (this.specs.size !== definition.variables.length) {
      const names = definition.variables.map((spec) => spec.name);
      const twice = names.find((name, i) => names.indexOf(name) !== i);
      throw new ProgramError(`variable '${twice}' is declared twice`);
    }
    for (const name of this.specs.keys())
      if (!definition.initial.has(name)) throw new ProgramError(`variable '${name}' has no initial value`);
    this.writeState(definition.initial);
  }

  call(name: string, inputs: TensorMap): TensorMap {
    this.assertUsable();
    const definition = this.functionNamed(name);
    checkInputs(name, definition.inputs, inputs);
    // Nothing is assigned before the body and all checks have succeeded.
    const { outputs, updates } = tf.tidy(() =>
      this.separate(name, inputs, this.execution.run(name, definition, { ...this.state }, inputs)),
    );
    for (const [variable, value] of Object.entries(updates)) this.assign(variable, value);
    return outputs;
  }

  prepare(name: string, shapes: Readonly<Record<string, readonly number[]>>): void {
    this.assertUsable();
    const definition = this.functionNamed(name);
    const inputs = Object.fromEntries(
      Object.entries(shapes).map(([input, shape]) => [
        input,
        { shape, dtype: definition.inputs[input]?.dtype ?? 'float32' },
      ]),
    );
    checkInputs(name, definition.inputs, inputs);
    this.execution.prepare(name, definition, this.state, inputs);
  }

  readState(names: readonly string[] = [...this.specs.keys()]): StateValues {
    this.assertUsable();
    return new Map(
      names.map((name): [string, VariableValue] => {
        const { shape } = this.spec(name);
        return [name, { shape, data: Float32Array.from(this.state[name]!.dataSync<'float32'>()) }];
      }),
    );
  }

  writeState(values: StateValues): void {
    this.assertUsable();
    for (const [name, value] of values) {
      const { shape } = this.spec(name);
      if (!sameShape(shape, value.shape))
        throw new ProgramError(
          `variable '${name}' has shape ${show(shape)}, got a value of shape ${show(value.shape)}`,
        );
      const size = shape.reduce((product, dimension) => product * dimension, 1);
      if (value.data.length !== size)
        throw new ProgramError(`variable '${name}' has ${size} elements, got ${value.data.length}`);
    }
    for (const [name, { shape, data }] of values) {
      // A copy, because tfjs hands an array to TensorFlow only when it is first used.
      this.assign(name, tf.tensor(Float32Array.from(data), [...shape], 'float32'));
    }
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    Object.values(this.state).forEach((tensor) => tensor.dispose());
  }

  /** Makes every output and update a tensor of its own, so that disposing one never takes away another. */
  private separate(name: string, inputs: TensorMap, result: FunctionResult): Required<FunctionResult> {
    const taken = new Set([...Object.values(this.state), ...Object.values(inputs)].map((tensor) => tensor.id));
    const own = (tensor: tf.Tensor): tf.Tensor => {
      if (taken.has(tensor.id)) return tf.clone(tensor);
      taken.add(tensor.id);
      return tensor;
    };
    const updates: Record<string, tf.Tensor> = {};
    for (const [variable, value] of Object.entries(result.updates ?? {})) {
      const spec = this.specs.get(variable);
      if (spec === undefined) throw new ProgramError(`function '${name}' updates '${variable}', which is no variable`);
      if (!sameShape(spec.shape, value.shape) || value.dtype !== 'float32')
        throw new ProgramError(
          `function '${name}' updates '${variable}' with ${value.dtype} ${show(value.shape)}; it is float32 ${show(spec.shape)}`,
        );
      updates[variable] = own(value);
    }
    const outputs = Object.fromEntries(Object.entries(result.outputs).map(([output, value]) => [output, own(value)]));
    return { outputs, updates };
  }

  private functionNamed(name: string): FunctionDefinition {
    const definition = Object.hasOwn(this.definition.functions, name) ? this.definition.functions[name] : undefined;
    if (definition === undefined)
      throw new ProgramError(`no function '${name}'; known functions: ${list(Object.keys(this.definition.functions))}`);
    return definition;
  }

  private assign(name: string, value: tf.Tensor): void {
    this.state[name]?.dispose();
    this.state[name] = tf.keep(value);
  }

  private spec(name: string): VariableSpec {
    const spec = this.specs.get(name);
    if (spec === undefined) throw new ProgramError(`no variable '${name}'`);
    return spec;
  }

  private assertUsable(): void {
    if (this.disposed) throw new ProgramError('the program was disposed');
  }
}

function checkInputs(
  name: string,
  specs: Readonly<Record<string, InputSpec>>,
  inputs: Readonly<Record<string, Described>>,
): void {
  for (const input of Object.keys(inputs))
    if (!Object.hasOwn(specs, input))
      throw new ProgramError(`function '${name}' has no input '${input}'; its inputs: ${list(Object.keys(specs))}`);
  for (const [input, spec] of Object.entries(specs)) {
    const value = inputs[input];
    if (value === undefined) throw new ProgramError(`function '${name}' misses its input '${input}'`);
    const fits =
      value.shape.length === spec.shape.length &&
      spec.shape.every((size, axis) => size === null || size === value.shape[axis]);
    if (!fits || value.dtype !== spec.dtype)
      throw new ProgramError(
        `input '${input}' of function '${name}' is ${spec.dtype} ${show(spec.shape)}, got ${value.dtype} ${show(value.shape)}`,
      );
  }
}

function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}

function show(shape: readonly (number | null)[]): string {
  return `[${shape.map((size) => size ?? 'any').join(',')}]`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
