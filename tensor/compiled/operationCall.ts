import { RecordingError } from '../errors';
import { sizeOf, typeOf, type Attributes, type ElementType, type TensorType, type Value } from './graph';

/** Computes the types of an operation's outputs from those of its inputs. */
export type TypeRule = (call: OperationCall) => readonly TensorType[];

/** An operation of the function that is recorded, for rules that ask about its inputs and attributes. */
export class OperationCall {
  constructor(
    private readonly functionName: string,
    readonly op: string,
    private readonly attributes: Attributes,
    readonly inputs: readonly Value[],
  ) {}

  /** @throws RecordingError because the operation cannot be recorded like this. */
  fail(why: string): never {
    const operands = this.inputs.map((value) => show(typeOf(value))).join(', ');
    throw new RecordingError(`function '${this.functionName}' uses the operation '${this.op}' on ${operands}: ${why}`);
  }

  check(holds: boolean, rule: string): void {
    if (!holds) this.fail(rule);
  }

  type(input: number): TensorType {
    const value = this.inputs[input];
    return value === undefined ? this.fail(`input ${input + 1} is missing`) : typeOf(value);
  }

  shape(input: number): readonly number[] {
    return this.type(input).shape;
  }

  shapeOfRank(input: number, rank: number): readonly number[] {
    const shape = this.shape(input);
    this.check(shape.length === rank, `input ${input + 1} must have rank ${rank}`);
    return shape;
  }

  /** The operation's element type `T`, which these inputs have: all by default. */
  commonType(...inputs: readonly number[]): ElementType {
    const asked = inputs.length === 0 ? this.inputs.map((_, i) => i) : inputs;
    const common = this.elementType('T', this.type(asked[0]!).dtype);
    for (const input of asked)
      this.check(this.type(input).dtype === common, `input ${input + 1} must be of its element type ${common}`);
    return common;
  }

  /** Values of an input that decides a shape: they must be known now. */
  integers(input: number): readonly number[] {
    const { shape } = this.type(input);
    const { constant } = this.inputs[input]!.node;
    if (constant === undefined) return this.fail(`input ${input + 1} decides a shape and so must be a constant`);
    // A single value stands for all elements.
    const size = sizeOf(shape);
    return constant.length === size ? Array.from(constant) : new Array<number>(size).fill(constant[0]!);
  }

  integer(input: number): number {
    const values = this.integers(input);
    this.check(values.length === 1, `input ${input + 1} must have one element`);
    return values[0]!;
  }

  /** An axis between 0 and `rank - 1`; negative ones count from the end. */
  axis(value: number, rank: number): number {
    this.check(value >= -rank && value < rank, `axis ${value} is none of ${rank} axes`);
    return value < 0 ? value + rank : value;
  }

  flag(name: string): boolean {
    const value = this.attributes[name];
    return value?.kind === 'bool' && value.value;
  }

  int(name: string, ifAbsent: number): number {
    const value = this.attributes[name];
    return value?.kind === 'int' ? value.value : ifAbsent;
  }

  ints(name: string): readonly number[] {
    const value = this.attributes[name];
    return value?.kind === 'ints' ? value.value : this.fail(`its attribute '${name}' is missing`);
  }

  text(name: string, ifAbsent?: string): string {
    const value = this.attributes[name];
    return value?.kind === 'string' ? value.value : (ifAbsent ?? this.fail(`its attribute '${name}' is missing`));
  }

  elementType(name: string, ifAbsent: ElementType): ElementType {
    const value = this.attributes[name];
    return value?.kind === 'type' ? value.value : ifAbsent;
  }
}

export function show({ dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] }): string {
  return `${dtype} [${shape.join(',')}]`;
}
