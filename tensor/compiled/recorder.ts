import { RecordingError } from '../errors';
import type { OpAttribute } from '../op';
import { tf } from '../tf';
import type { TensorMap } from '../types';
import { nativeBackend, type Int64Scalar, type KernelInput, type NativeBackend } from './backend';
import {
  GraphBuilder,
  outputsOf,
  type Attributes,
  type AttributeValue,
  type ConstantData,
  type ElementType,
  type Graph,
  type TensorType,
  type Value,
  typeOf,
} from './graph';
import { OperationCall, show } from './operationCall';
import { operations } from './operations';
import { dataTypes } from './protocol';

/**
 * What JavaScript makes while a function is recorded is the same in every call. Networks need sizes, axes, small tables
 * and tensors of one value; anything larger, and many different fractions, would be noise or data frozen into the graph.
 */
const mostElements = 4_096;
const mostFloats = 64;

/**
 * Runs `body` once, on tensors that have a shape but no memory, and notes every TensorFlow operation on the way instead
 * of executing it. Nothing is left behind.
 *
 * @param name Of the function, for messages.
 * @param inputs Types of the graph's arguments, by name.
 * @param body Results by name, from tensors that stand for the arguments.
 * @throws RecordingError when it does what a graph cannot hold.
 */
export function record(
  name: string,
  inputs: Readonly<Record<string, TensorType>>,
  body: (inputs: TensorMap) => TensorMap,
): Graph {
  const recorder = new Recorder(name);
  tf.engine().startScope('record');
  try {
    const stand = Object.entries(inputs).map(([input, type]) => [input, recorder.argument(input, type)] as const);
    return recorder.run(() => body(Object.fromEntries(stand)));
  } finally {
    tf.engine().endScope();
  }
}

type Observed = 'executeSingleOutput' | 'executeMultipleOutputs' | 'readSync' | 'read';

class Recorder {
  private readonly backend = nativeBackend();
  private readonly builder = new GraphBuilder();
  /** By the object that names a tensor's memory: it is never used for another one, even once that is freed. */
  private readonly values = new WeakMap<object, Value>();
  private readonly knownAttributes = new Map<string, Attributes>();

  constructor(private readonly name: string) {}

  argument(name: string, type: TensorType): tf.Tensor {
    return this.standIn(this.builder.argument(name, type));
  }

  run(body: () => TensorMap): Graph {
    const results = this.observed(body);
    return {
      results: new Map(
        Object.entries(results).map(([result, tensor]) => [result, this.valueOf(tensor, `the result '${result}'`)]),
      ),
    };
  }

  /** Puts itself before the backend's methods while `body` runs. */
  private observed(body: () => TensorMap): TensorMap {
    const { backend } = this;
    const readSync = backend.readSync.bind(backend);
    const read = backend.read.bind(backend);
    const observers: Pick<NativeBackend, Observed> = {
      executeSingleOutput: (op, attributes, inputs) => this.note(op, attributes, inputs, 1)[0]!,
      executeMultipleOutputs: (op, attributes, inputs, count) => this.note(op, attributes, inputs, count),
      readSync: (dataId) => {
        this.rejectRead(dataId);
        return readSync(dataId);
      },
      read: (dataId) => {
        this.rejectRead(dataId);
        return read(dataId);
      },
    };
    Object.assign(backend, observers);
    try {
      return body();
    } finally {
      for (const method of Object.keys(observers)) delete (backend as Partial<NativeBackend>)[method as Observed];
    }
  }

  private rejectRead(dataId: object): void {
    const value = this.values.get(dataId);
    if (value === undefined || value.node.constant !== undefined) return;
    throw new RecordingError(
      `function '${this.name}' reads values of a tensor (the result of ${value.node.op}) while it is recorded: ` +
        'a compiled function cannot depend on values outside TensorFlow',
    );
  }

  /** Adds the operation to the graph; gives tensors that stand for its outputs. */
  private note(op: string, given: readonly OpAttribute[], inputs: readonly KernelInput[], count: number): tf.Tensor[] {
    const known = Object.hasOwn(operations, op) ? operations[op] : undefined;
    if (known === undefined) {
      const shapes = inputs.map((input) => (isInt64(input) ? 'int64 []' : show(input))).join(', ');
      throw new RecordingError(
        `function '${this.name}' uses the operation '${op}' on ${shapes}, which compiled functions do not know`,
      );
    }
    const operands = inputs.map((input, i) => {
      if (isInt64(input))
        return this.builder.constant({ dtype: 'int64', shape: [] }, Int32Array.of(input.valueArray[0]!));
      return this.valueOf(input, `input ${i + 1} of the operation '${op}'`);
    });
    const type = known.takesTypeOfInput === true ? typeOf(operands[0]!).dtype : undefined;
    const attributes = this.attributes(given, type);
    const call = new OperationCall(this.name, op, attributes, operands);
    const types = known.types(call);
    call.check(types.length === count, `it has ${types.length} outputs, not ${count}`);
    return outputsOf(this.builder.add(op, operands, attributes, types)).map((value) => this.standIn(value));
  }

  /** A tensor without memory. TensorFlow does not know it, so it costs nothing and disposing it frees nothing. */
  private standIn(value: Value): tf.Tensor {
    const { dtype, shape } = typeOf(value);
    const type = dataTypes[elementType(dtype)];
    const tensor = this.backend.createOutputTensor({ id: -1, shape: [...shape], dtype: type });
    this.values.set(tensor.dataId, value);
    return tensor;
  }

  private valueOf(tensor: tf.TensorInfo, role: string): Value {
    const known = this.values.get(tensor.dataId);
    if (known !== undefined) return known;
    // Nothing recorded made it: it comes from JavaScript.
    const value = this.constant(tensor, role);
    this.values.set(tensor.dataId, value);
    return value;
  }

  private constant(tensor: tf.TensorInfo, role: string): Value {
    const { dataId, dtype } = tensor;
    const data = this.backend.readSync.call(this.backend, dataId) as ConstantData;
    // tfjs lets a tensor of one shape stand in for the memory of another one of equal size.
    const { shape } = this.backend.tensorMap.get(dataId);
    const type = { dtype: elementType(dtype), shape: [...shape] };
    const rule = brokenRule(data);
    if (rule !== null)
      throw new RecordingError(
        `function '${this.name}': ${role}, ${show(tensor)}, was made in JavaScript and would be the same in every ` +
          `call; ${rule}. Pass it as an input`,
      );
    return this.builder.constant(type, data.slice());
  }

  /** One object for all equal attributes; `type` overrules the attribute `T`. */
  private attributes(given: readonly OpAttribute[], type: ElementType | undefined): Attributes {
    let key = type ?? '';
    for (const { name, type: kind, value } of given) key += `|${name} ${kind} ${String(value)}`;
    let known = this.knownAttributes.get(key);
    if (known === undefined) {
      const entries = given.map((attribute) => [attribute.name, attributeValue(this.backend, attribute)] as const);
      known = { ...Object.fromEntries(entries), ...(type === undefined ? {} : { T: { kind: 'type', value: type } }) };
      this.knownAttributes.set(key, known);
    }
    return known;
  }
}

function attributeValue({ binding }: NativeBackend, { name, type, value }: OpAttribute): AttributeValue {
  if (type === binding.TF_ATTR_TYPE) return { kind: 'type', value: elementTypeOfNumber(value as number) };
  if (Array.isArray(value)) return { kind: 'ints', value };
  if (type === binding.TF_ATTR_INT) return { kind: 'int', value: Number(value) };
  if (type === binding.TF_ATTR_FLOAT) return { kind: 'float', value: value as number };
  if (type === binding.TF_ATTR_BOOL) return { kind: 'bool', value: Boolean(value) };
  if (type === binding.TF_ATTR_STRING) return { kind: 'string', value: value as string };
  throw new RecordingError(`attribute '${name}' is of a kind that compiled functions do not know`);
}

function elementTypeOfNumber(type: number): ElementType {
  const known: Readonly<Record<number, ElementType>> = { 1: 'float32', 3: 'int32', 9: 'int64', 10: 'bool' };
  const found = known[type];
  if (found === undefined) throw new RecordingError(`element type ${type} is none that compiled functions know`);
  return found;
}

/** Of a tensor of tfjs. */
export function elementType(dtype: string): 'float32' | 'int32' | 'bool' {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new RecordingError(`element type '${dtype}' is none that compiled functions know`);
}

/** What a constant may not be, or null for one that is fine. */
function brokenRule(data: ConstantData): string | null {
  if (data.every((value) => Object.is(value, data[0]))) return null;
  if (data.length > mostElements) return `constants whose elements differ have at most ${mostElements} of them`;
  if (data instanceof Float32Array && new Set(data).size > mostFloats)
    return `float32 constants have at most ${mostFloats} different values`;
  return null;
}

function isInt64(input: KernelInput): input is Int64Scalar {
  return 'valueArray' in input;
}
