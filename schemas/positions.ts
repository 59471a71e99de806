import type { LineCounter } from 'yaml';
import { parentOf } from './pointers';

export interface Position {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

interface Offsets {
  key: number | null;
  value: number | null;
}

/** Where the values of a document stand in its text, by JSON Pointer. */
export class Positions {
  private readonly offsets = new Map<string, Offsets>();

  constructor(private readonly lines: LineCounter) {}

  /** @param key - offset of the key; null in a list. @param value - null when there is a key but nothing after it. */
  record(pointer: string, key: number | null, value: number | null): void {
    this.offsets.set(pointer, { key, value });
  }

  /** Position of the key or the value, else of what is nearest around it. */
  of(pointer: string, at: 'key' | 'value' = 'value'): Position {
    for (let current = pointer, part = at; ; current = parentOf(current), part = 'key') {
      const found = this.offsets.get(current);
      const offset = found && (part === 'key' ? (found.key ?? found.value) : (found.value ?? found.key));
      if (offset != null) return this.atOffset(offset);
      if (current === '') return { line: 1, column: 1 };
    }
  }

  atOffset(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    // The counter knows no line 1 before the first line has ended.
    return line === 0 ? { line: 1, column: offset + 1 } : { line, column: col };
  }
}
