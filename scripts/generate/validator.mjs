import { Ajv2020 } from 'ajv/dist/2020.js';
import standaloneCode from 'ajv/dist/standalone/index.js';

/** Keywords of ours: ajv carries them, schemas/ and the documentation read them. */
const ANNOTATIONS = ['x-hint', 'x-noun', 'x-quantity', 'x-defaultFrom', 'x-defaultText'];

/** Source of a module with the compiled schema; it imports nothing, so that checking a spec does not load ajv. */
export function validatorOf(schema, source) {
  const ajv = new Ajv2020({
    allErrors: true,
    allowUnionTypes: true,
    discriminator: true,
    messages: false,
    strict: true,
    // The tag of a choice is required beside its alternatives, which define it.
    strictRequired: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const keyword of ANNOTATIONS) ajv.addKeyword(keyword);
  const code = standaloneCode
    .default(ajv, ajv.compile(schema))
    .replace(/^"use strict";/, '')
    .replace(
      /^export const validate = (\w+);\s*export default \w+;/m,
      'export const validate = $1 as unknown as SchemaValidator;',
    )
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', '(text: string) => [...text].length');
  if (/\brequire\(|\bexport default\b/.test(code)) throw new Error('the compiled schema has an import of its own');
  return `/* eslint-disable */
// @ts-nocheck
// Generated from ${source} by scripts/generate.mjs; not to be edited.

/** What ajv says of one place of a document. */
export interface SchemaError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The name that is wrong, when the error is about a key. */
  readonly propertyName?: string;
}

export interface SchemaValidator {
  (data: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

${code}
`;
}
