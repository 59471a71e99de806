/** YAML text to plain values with their positions. */
import { Composer, LineCounter, Lexer, Parser, type CST, type Document } from 'yaml';
import { Positions, type Position } from './positions';
import { TreeReader, type Tree } from './tree';

/** A document nested deeper than this is no spec; the parser would run out of stack further on. */
const maxDepth = 50;
/** Words and punctuation marks of the text; a long spec has some thousands. */
const maxTokens = 100_000;
/** What one cannot read well is not told in full: the first errors cause the later ones. */
const maxErrors = 20;

export interface SyntaxProblem extends Position {
  readonly message: string;
}

export interface ParsedText extends Tree {
  readonly positions: Positions;
  /** When there is any, `value` is not to be trusted. */
  readonly errors: readonly SyntaxProblem[];
}

class LimitExceeded extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** Reads one YAML 1.2 document. Bounded in time and memory for any text of at most 1 MiB. */
export function parseYaml(text: string): ParsedText {
  const lines = new LineCounter();
  lines.addNewLine(0);
  const positions = new Positions(lines);
  const failed = (message: string, offset: number): ParsedText => ({
    value: undefined,
    positions,
    findings: [],
    errors: [{ ...positions.atOffset(offset), message }],
  });

  const brackets = new Brackets();
  try {
    const [document, second] = firstDocuments(text, lines, brackets);
    if (document === undefined || isEmpty(document, second !== undefined)) {
      return failed('the file has no content; a spec begins with apiVersion: rcnas/v1', 0);
    }
    const errors = errorsOf(document, brackets.unclosed).map(({ offset, message }) => ({
      ...positions.atOffset(offset),
      message: `not valid YAML: ${message}`,
    }));
    if (errors.length > 0) return { value: undefined, positions, findings: [], errors: errors.slice(0, maxErrors) };
    if (second !== undefined) {
      return failed('a second document begins here; a spec is one document', startOf(second));
    }
    return { ...new TreeReader(document, positions).read(), positions, errors: [] };
  } catch (error) {
    if (error instanceof LimitExceeded) return failed(error.message, error.offset);
    throw error;
  }
}

function firstDocuments(text: string, lines: LineCounter, brackets: Brackets): Document.Parsed[] {
  // Duplicate keys are found when the tree is read: the composer would compare every key with every other.
  const composer = new Composer({ prettyErrors: false, strict: true, uniqueKeys: false, version: '1.2' });
  const found: Document.Parsed[] = [];
  for (const document of composer.compose(tokens(text, lines, brackets), true, text.length)) {
    found.push(document as Document.Parsed);
    if (found.length === 2) break;
  }
  return found;
}

/** The parser's tokens, watched: it builds nested things on a stack, but the composer recurses into them. */
function* tokens(text: string, lines: LineCounter, brackets: Brackets): Generator<CST.Token, void> {
  const parser = new Parser(lines.addNewLine);
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    brackets.see(lexeme, parser.offset);
    yield* parser.next(lexeme);
    if (parser.stack.length > maxDepth)
      throw new LimitExceeded(`nested more than ${maxDepth} levels deep`, parser.offset);
    if (++count > maxTokens)
      throw new LimitExceeded(`more than ${maxTokens} words and marks; a spec is smaller`, parser.offset);
  }
  brackets.end();
  yield* parser.end();
}

/** The composer finds an open bracket or quote where the text ends; a person looks for it where it begins. */
class Brackets {
  private readonly open: { readonly bracket: string; readonly offset: number }[] = [];
  unclosed: { readonly bracket: string; readonly offset: number } | null = null;

  see(lexeme: string, offset: number): void {
    if (lexeme === '[' || lexeme === '{') this.open.push({ bracket: lexeme, offset });
    else if (lexeme === ']' || lexeme === '}') this.open.pop();
    else if (lexeme === flowErrorEnd) this.end();
    else if (/^["']/.test(lexeme) && (lexeme.length === 1 || lexeme.at(-1) !== lexeme[0])) {
      this.unclosed ??= { bracket: lexeme[0]!, offset };
    }
  }

  end(): void {
    this.unclosed ??= this.open.at(-1) ?? null;
  }
}

/** What the lexer says when a bracket's lines end before the bracket does. */
const flowErrorEnd = '\x18';

/** With an open bracket or quote, what is said about the text after it only confuses. */
function errorsOf(document: Document.Parsed, unclosed: Brackets['unclosed']): { offset: number; message: string }[] {
  const errors = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    offset: pos[0],
    message: oneLine(message),
  }));
  if (unclosed === null || errors.length === 0) return errors;
  const { bracket, offset } = unclosed;
  return [...errors.filter((error) => error.offset < offset), { offset, message: `this ${bracket} is not closed` }];
}

function isEmpty(document: Document.Parsed, hasNext: boolean): boolean {
  if (hasNext || document.errors.length > 0 || document.warnings.length > 0) return false;
  const { contents } = document;
  return contents === null || ('value' in contents && contents.value === null);
}

function startOf(document: Document.Parsed): number {
  return document.contents?.range[0] ?? document.range[0];
}

function oneLine(message: string): string {
  const line = message.split('\n', 1)[0]!;
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
