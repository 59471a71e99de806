/** Search attributes must be registered before a workflow names them; one that is not makes the workflow wait forever. */
import { temporal } from '@temporalio/proto';

import { grpcCode, grpcCodes } from './serverAccess';

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

/** The server lacks the namespace or search attributes, or has them with another type. */
export class SearchAttributesError extends Error {
  override readonly name = 'SearchAttributesError';

  constructor(
    message: string,
    readonly reason: 'missing' | 'type',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Registers what the namespace lacks, and says what that was. */
export async function registerSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
  definitions: readonly SearchAttributeDefinition[],
): Promise<readonly SearchAttributeDefinition[]> {
  const missing = await missingAttributes(connection, namespace, definitions);
  if (missing.length === 0) return missing;
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, valueTypeOf(type)]));
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
  return missing;
}

/** Before anything is started: a workflow that sets an attribute which the server does not know would wait forever. @throws SearchAttributesError */
export async function checkSearchAttributes(
  connection: OperatorConnection,
  namespace: string,
  definitions: readonly SearchAttributeDefinition[],
): Promise<void> {
  const missing = await missingAttributes(connection, namespace, definitions);
  if (missing.length === 0) return;
  const list = missing.map(({ name, type }) => `${name} (${type})`).join(', ');
  throw new SearchAttributesError(
    `the Temporal namespace '${namespace}' lacks search attributes that rcnas sets: ${list}; register them with "rcnas cluster init"`,
    'missing',
  );
}

async function missingAttributes(
  connection: OperatorConnection,
  namespace: string,
  definitions: readonly SearchAttributeDefinition[],
): Promise<SearchAttributeDefinition[]> {
  const { customAttributes } = await connection.operatorService
    .listSearchAttributes({ namespace })
    .catch((cause: unknown) => {
      if (grpcCode(cause) !== grpcCodes.notFound) throw cause;
      const message = `the Temporal server has no namespace '${namespace}'; create it with "rcnas cluster init"`;
      throw new SearchAttributesError(message, 'missing', { cause });
    });
  const known = customAttributes ?? {};
  for (const { name, type } of definitions) {
    const found = known[name];
    if (found !== undefined && found !== valueTypeOf(type)) {
      const foundName = valueTypes[found] ?? String(found);
      throw new SearchAttributesError(
        `the Temporal namespace '${namespace}' has the search attribute ${name} as ${foundName}, not as ${type}`,
        'type',
      );
    }
  }
  return definitions.filter(({ name }) => known[name] === undefined);
}

function valueTypeOf(type: SearchAttributeDefinition['type']): temporal.api.enums.v1.IndexedValueType {
  const snake = type.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
  return valueTypes[`INDEXED_VALUE_TYPE_${snake}` as keyof typeof valueTypes];
}
