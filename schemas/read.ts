import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { TextDecoder } from 'node:util';
import type { Problem } from './errors';

const maxBytes = 1024 * 1024;

export type FileText =
  { readonly text: string; readonly problem: null } | { readonly text: null; readonly problem: Problem };

/** Reads a spec's file as text; never throws for what may be wrong with a file, never reads more than a spec may have. */
export async function readSpecText(path: string): Promise<FileText> {
  let file: FileHandle | undefined;
  try {
    // A pipe that nobody writes into would otherwise be waited for.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await file.stat();
    if (info.isDirectory()) return failed('is a folder; give the path of a YAML file');
    if (!info.isFile()) return failed('is not a regular file');
    if (info.size > maxBytes) return tooLarge(info.size);
    const buffer = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < buffer.length; length += read) {
      ({ bytesRead: read } = await file.read(buffer, length, buffer.length - length, length));
    }
    return decode(buffer.subarray(0, length));
  } catch (error) {
    return failed(reasonOf(error));
  } finally {
    await file?.close();
  }
}

/** UTF-8 with LF or CRLF, with or without a byte order mark. */
export function decode(bytes: Uint8Array): FileText {
  if (bytes.length > maxBytes) return tooLarge(bytes.length);
  const nul = bytes.indexOf(0);
  if (nul !== -1) return failed('is a binary file (it has a NUL byte here), not YAML text', bytes.subarray(0, nul));
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problem: null };
  } catch {
    return failed('is not UTF-8 text: this byte belongs to no character', bytes.subarray(0, validLength(bytes)));
  }
}

function tooLarge(bytes: number): FileText {
  return failed(`has ${bytes} bytes; a spec has at most ${maxBytes} (1 MiB)`);
}

/** @param before what stands before the place of the problem */
function failed(message: string, before: Uint8Array = new Uint8Array()): FileText {
  const lines = new TextDecoder().decode(before).split('\n');
  return {
    text: null,
    problem: { line: lines.length, column: lines.at(-1)!.length + 1, message: `the file ${message}`, pointer: '' },
  };
}

/** Length of the longest prefix that is whole UTF-8 characters. */
function validLength(bytes: Uint8Array): number {
  const isText = (length: number, stream: boolean): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, length), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let text = 0;
  let noText = bytes.length + 1;
  while (noText - text > 1) {
    const middle = (text + noText) >> 1;
    if (isText(middle, true)) text = middle;
    else noText = middle;
  }
  // The prefix may end in the middle of a character.
  while (!isText(text, false)) text--;
  return text;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read (permission denied)';
    case 'EISDIR':
      return 'is a folder; give the path of a YAML file';
    default:
      return `cannot be read: ${code ?? String(error)}`;
  }
}
