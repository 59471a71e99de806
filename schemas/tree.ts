import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  visit,
  type Alias,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Finding } from './errors';
import { append } from './pointers';
import type { Positions } from './positions';
import { quote } from './wording';

/** Values of a document after aliases are followed. A spec has some hundreds. */
const maxValues = 10_000;
/** Aliases inside of what other aliases name may nest deeper than the text does. */
const maxDepth = 100;

export interface Tree {
  /** Objects, arrays, text, numbers, booleans and null; undefined when there is nothing to read. */
  readonly value: unknown;
  /** Duplicate keys, aliases that explode, values that are no data. */
  readonly findings: readonly Finding[];
}

/** Reads the values of a document once, with positions; aliases become copies of what they name. */
export class TreeReader {
  private readonly findings: Finding[] = [];
  private readonly targets = new Map<Alias, Node>();
  private readonly open = new Set<Node>();
  private values = 0;
  private exploded = false;

  constructor(
    private readonly document: Document.Parsed,
    private readonly positions: Positions,
  ) {}

  read(): Tree {
    this.resolveAliases();
    const value = this.node(this.document.contents, '', null);
    return { value: this.exploded ? undefined : value, findings: this.findings };
  }

  /** An alias names the last node before it with its anchor; one pass, where asking each alias would take a pass each. */
  private resolveAliases(): void {
    const anchors = new Map<string, Node>();
    visit(this.document, {
      Node: (_key, node) => {
        if (isAlias(node)) {
          const target = anchors.get(node.source);
          if (target !== undefined) this.targets.set(node, target);
        } else if ('anchor' in node && node.anchor !== undefined) {
          anchors.set(node.anchor, node);
        }
      },
    });
  }

  private node(node: Node | null, pointer: string, key: number | null): unknown {
    const offset = node?.range?.[0] ?? null;
    this.positions.record(pointer, key, isScalar(node) && node.source === '' ? null : offset);
    if (this.exploded) return null;
    if (++this.values > maxValues) return this.explode(`more than ${maxValues} values`);
    if (this.open.size > maxDepth) return this.explode(`values nested more than ${maxDepth} levels deep`);
    if (node === null) return null;
    if (isAlias(node)) return this.alias(node, pointer, key);
    if (isMap(node)) return this.within(node, pointer, () => this.map(node, pointer));
    if (isSeq(node)) return this.within(node, pointer, () => this.list(node, pointer));
    return this.scalar(node as Scalar, pointer);
  }

  private explode(what: string): null {
    this.exploded = true;
    this.findings.splice(0, Infinity, { pointer: '', message: `with its aliases followed, the file has ${what}` });
    return null;
  }

  private alias(alias: Alias, pointer: string, key: number | null): unknown {
    const target = this.targets.get(alias);
    if (target === undefined) return this.reject(pointer, `alias ${quote(alias.source)} names no anchor before it`);
    const value = this.node(target, pointer, key);
    // What is wrong inside is told at the anchor; what is wrong with the value as a whole, here.
    this.positions.record(pointer, key, alias.range?.[0] ?? null);
    return value;
  }

  private within(node: Node, pointer: string, read: () => unknown): unknown {
    if (this.open.has(node)) return this.reject(pointer, 'an alias may not stand inside of what it names');
    this.open.add(node);
    const value = read();
    this.open.delete(node);
    return value;
  }

  private map(map: YAMLMap, pointer: string): Record<string, unknown> {
    const entries = new Map<string, unknown>();
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const key = this.key(pair.key, pointer);
      if (key === null) continue;
      const keyPointer = append(pointer, key);
      const keyOffset = pair.key.range?.[0] ?? null;
      if (entries.has(key)) {
        const { line } = this.positions.of(keyPointer, 'key');
        const message = `duplicate key ${quote(key)}; it stands in line ${line} already`;
        this.findings.push({ pointer: keyPointer, message, offset: keyOffset ?? undefined });
        continue;
      }
      entries.set(key, this.node(pair.value, keyPointer, keyOffset));
    }
    // Not by assignment, which would take __proto__ for more than a key.
    return Object.fromEntries(entries);
  }

  private key(key: Node, pointer: string): string | null {
    if (isScalar(key)) return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    this.findings.push({ pointer, message: 'a key must be plain text', offset: key.range?.[0] });
    return null;
  }

  private list(list: YAMLSeq, pointer: string): unknown[] {
    return (list.items as (Node | null)[]).map((item, i) => this.node(item, append(pointer, i), null));
  }

  private scalar({ value, source }: Scalar, pointer: string): unknown {
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      return value;
    return this.reject(pointer, `${quote(source ?? String(value))} is not text, a number, true, false or null`);
  }

  private reject(pointer: string, message: string): null {
    this.findings.push({ pointer, message });
    return null;
  }
}
