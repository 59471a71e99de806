/** Search attributes must be registered before a workflow names them; one that is not makes the workflow wait forever. */
import { temporal } from '@temporalio/proto';

const valueTypes = temporal.api.enums.v1.IndexedValueType;

export interface SearchAttributeDefinition {
  readonly name: string;
  readonly type: 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';
}

/** The part of a connection, of the client's or of the worker's, that is needed here. */
export interface OperatorConnection {
  readonly operatorService: {
    listSearchAttributes(request: {
      namespace: string;
    }): Promise<temporal.api.operatorservice.v1.IListSearchAttributesResponse>;
    addSearchAttributes(request: temporal.api.operatorservice.v1.IAddSearchAttributesRequest): Promise<unknown>;
  };
}

/** The server lacks search attributes, or has them with another type. */
export class SearchAttributesError extends Error {
  override readonly name = 'SearchAttributesError';
}

/** Registers what the namespace lacks. For the embedded server, whose `--search-attribute` only counts for a new database. */
export async function registerSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
  definitions: readonly SearchAttributeDefinition[],
): Promise<void> {
  const missing = (await missingAttributes(connection, namespace, definitions)).map(({ name, type }) => [
    name,
    valueTypeOf(type),
  ]);
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: Object.fromEntries(missing) });
}

/** Throws SearchAttributesError with the commands that register what is missing. */
export async function checkSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
  definitions: readonly SearchAttributeDefinition[],
): Promise<void> {
  const missing = await missingAttributes(connection, namespace, definitions);
  if (missing.length === 0) return;
  const commands = missing.map(
    ({ name, type }) =>
      `  temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`,
  );
  throw new SearchAttributesError(
    `the Temporal namespace '${namespace}' lacks search attributes that rcnas sets; register them with\n${commands.join('\n')}`,
  );
}

async function missingAttributes(
  connection: OperatorConnection,
  namespace: string,
  definitions: readonly SearchAttributeDefinition[],
): Promise<SearchAttributeDefinition[]> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  const known = customAttributes ?? {};
  for (const { name, type } of definitions) {
    const found = known[name];
    if (found !== undefined && found !== valueTypeOf(type)) {
      const foundName = valueTypes[found] ?? String(found);
      throw new SearchAttributesError(
        `the Temporal namespace '${namespace}' has the search attribute ${name} as ${foundName}, not as ${type}`,
      );
    }
  }
  return definitions.filter(({ name }) => known[name] === undefined);
}

function valueTypeOf(type: SearchAttributeDefinition['type']): temporal.api.enums.v1.IndexedValueType {
  const snake = type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return valueTypes[`INDEXED_VALUE_TYPE_${snake}` as keyof typeof valueTypes];
}
