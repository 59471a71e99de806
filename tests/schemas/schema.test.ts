import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { attackNames, describeAttack, resolveAttackParams } from '../../attacks/parameters';
import { feasibilityInput } from '../../cli/loadSpec';
import { datasetNames } from '../../datasets/info';
import { parseSpec } from '../../schemas/load';
import { pipelineSchema, resolveReference, tagsOf, type SchemaNode } from '../../schemas/schemaTree';
import { checkFeasibility } from '../../search/feasibility';

const root = join(__dirname, '..', '..');

/** Every node of the schema, with the way to it. */
function* nodesOf(value: unknown, path = '#'): Generator<[path: string, node: SchemaNode]> {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) yield [path, value as SchemaNode];
  for (const [key, child] of Object.entries(value)) {
    if (!['default', 'examples', 'enum'].includes(key)) yield* nodesOf(child, `${path}/${key}`);
  }
}

const sections = [...nodesOf(pipelineSchema)].filter(([, node]) => node.type === 'object' && node.properties);

describe('the schema', () => {
  it('is draft 2020-12', () => {
    const { $schema } = JSON.parse(readFileSync(join(root, 'schemas', 'pipeline.schema.json'), 'utf8')) as {
      $schema: string;
    };
    expect($schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it.each(sections)('describes every key of %s, with its default, and allows no others', (_, section) => {
    expect(section.additionalProperties).toBe(false);
    for (const [key, property] of Object.entries(section.properties!)) {
      expect(property.description, key).toMatch(/\S\.$/);
      const required = section.required?.includes(key) ?? false;
      const defaults = [property.default, property['x-defaultFrom'], property['x-defaultText']];
      const given = defaults.filter((value) => value !== undefined).length;
      expect(given, `defaults of ${key}`).toBe(required ? 0 : 1);
    }
  });

  it('bounds every text, list and map', () => {
    for (const [path, node] of nodesOf(pipelineSchema)) {
      // Text with a fixed meaning is bounded by it; that of a reference by the names that there are.
      if (node.type === 'array') expect(node.maxItems, path).toBeDefined();
      if (node.type === 'object' && typeof node.additionalProperties === 'object')
        expect(node.maxProperties, path).toBeDefined();
      if (node.type === 'integer') expect(node.maximum, path).toBeDefined();
    }
  });

  it('gives what was generated from it', () => {
    expect(() =>
      execFileSync(process.execPath, [join(root, 'scripts', 'generate.mjs'), '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
  });

  it('has an example that is valid and feasible', () => {
    const { examples } = pipelineSchema as unknown as { examples: unknown[] };
    for (const example of examples) {
      const loaded = parseSpec(stringify(example), 'example.yaml', [
        (parts) => checkFeasibility(feasibilityInput(parts)),
      ]);
      expect(loaded).toMatchObject({ ok: true });
    }
  });

  const attackChoice = pipelineSchema.$defs['attack']!;

  it('knows the attacks that there are', () => {
    expect(tagsOf(attackChoice).values).toEqual(attackNames);
  });

  it('lets autoattack be made of all other attacks', () => {
    const { attacks } = attackChoice.oneOf!.map(resolveReference).find(({ properties }) => properties!['attacks'])!.properties!; // prettier-ignore
    expect(attacks!.items!.enum).toEqual(tagsOf(attackChoice).values.filter((name) => name !== 'autoattack'));
  });

  it.each(attackNames)('knows norms, parameters and defaults of %s', (name) => {
    const node = attackChoice
      .oneOf!.map(resolveReference)
      .find(({ properties }) => properties!['type']!.const === name)!;
    const { type: _, ...parameters } = node.properties!;
    expect(Object.keys(parameters).sort()).toEqual([...describeAttack(name).parameters].sort());
    expect(parameters['norm']!.enum).toEqual(describeAttack(name).norms);

    const text = `apiVersion: rcnas/v1
kind: Pipeline
metadata: { name: small }
data: { digits: { source: digits } }
attacks: { it: { type: ${name}, epsilon: 4/255 } }
teachers: [{ architecture: WRN-10-2, budget: 1.2M }]
targets: [{ data: digits, attack: it, teacher: WRN-10-2 }]
`;
    const loaded = parseSpec(text, 'spec.yaml');
    const { type, ...params } = loaded.ok ? loaded.spec.attacks['it']! : { type: 'none', epsilon: 1 };
    expect(type).toBe(name);
    // Those of the schema, and where it leaves one to the attack that one.
    expect(resolveAttackParams(name, params)).toEqual(
      resolveAttackParams(name, { epsilon: 4 / 255, norm: describeAttack(name).norms[0] }),
    );
    const leftToTheAttack = name === 'hopskipjump' ? ['queries'] : [];
    expect(describeAttack(name).parameters.filter((key) => !(key in params))).toEqual(leftToTheAttack);
  });

  it('knows the data sets that there are', () => {
    expect(tagsOf(pipelineSchema.$defs['data']!).values).toEqual(datasetNames);
  });
});
