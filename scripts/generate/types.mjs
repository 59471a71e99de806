import { compile } from 'json-schema-to-typescript';

/** TypeScript types of a spec as people write it: what has a default may be missing, quantities may be text. */
export async function typesOf(schema, source) {
  return await compileTypes(schema, schema.title, source);
}

/** TypeScript types of a spec with its defaults filled in and its quantities read. */
export async function filledTypesOf(schema, source) {
  return await compileTypes(withDefaults(schema, schema), `Filled${schema.title}`, source);
}

async function compileTypes(schema, title, source) {
  const types = await compile({ ...withNamedTypes(schema, schema), title }, title, {
    additionalProperties: false,
    bannerComment: `// Generated from ${source} by scripts/generate.mjs; not to be edited.`,
    format: false,
    ignoreMinAndMaxItems: true,
    unreachableDefinitions: true,
  });
  return types.replace(/\n\s*\*\s*\n\s*\* This interface was referenced by .*\n\s*\* via the .*(?=\n)/g, '');
}

function withDefaults(schema, node) {
  if (Array.isArray(node)) return node.map((entry) => withDefaults(schema, entry));
  if (node === null || typeof node !== 'object') return node;
  if (node['x-quantity']) return { description: node.description, type: 'number' };
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withDefaults(schema, value)]));
  if (node.properties) {
    const filled = Object.keys(node.properties).filter((key) => hasDefault(node.properties[key]));
    copy.required = [...(node.required ?? []), ...filled];
  }
  return copy;
}

const hasDefault = (property) => property.default !== undefined || property['x-defaultFrom'] !== undefined;

/** References become names of types, so that a description beside one does not make a second type of it. */
function withNamedTypes(schema, node) {
  if (Array.isArray(node)) return node.map((entry) => withNamedTypes(schema, entry));
  if (node === null || typeof node !== 'object') return node;
  if (typeof node.$ref === 'string') {
    const name = node.$ref.replace(/^#\/\$defs\//, '');
    return { description: node.description ?? schema.$defs[name].description, tsType: pascalCase(name) };
  }
  const copy = {};
  for (const [key, value] of Object.entries(node)) {
    // The keys of maps are checked when a spec is loaded; an index signature cannot say more than text.
    if (key !== 'default' && key !== 'examples' && key !== 'propertyNames') copy[key] = withNamedTypes(schema, value);
  }
  if (copy.$defs) {
    copy.$defs = Object.fromEntries(Object.entries(copy.$defs).map(([name, value]) => [pascalCase(name), value]));
  }
  return copy;
}

function pascalCase(name) {
  return name[0].toUpperCase() + name.slice(1);
}
