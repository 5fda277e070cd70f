import {
  execute,
  getOperationAST,
  Kind,
  parse,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLTypeResolver,
} from 'graphql';
import type { ApiRequest, ApiResponse, ContractError } from '../api.js';
import type { AppAuth } from '../app-auth.js';
import { isObject, type JsonObject } from '../json.js';
import { notAccessible, Refusal } from '../refusal.js';
import type { World } from '../world.js';
import { mutations, nodeOf } from './mutations.js';
import { presentActor } from './people.js';
import { couldNotResolve, queryError } from './query-error.js';
import { repositoryNamed, type Reach } from './reach.js';
import { presentRepository } from './repositories.js';
import { githubSchema } from './schema.js';

/** Where GraphQL is asked, below the server's address. */
export const graphqlPath = '/api/graphql';

/** `graphql/` and the first field of the query: what a request is, for logs, counts and faults. */
export function graphqlOperation(body: Buffer): string {
  const { query } = requestOf(body);
  const document = typeof query === 'string' ? parsed(query) : undefined;
  const [first] = (document && getOperationAST(document)?.selectionSet.selections) ?? [];
  return `graphql/${first?.kind === Kind.FIELD ? first.name.value : 'unreadable'}`;
}

/** Answers GitHub's GraphQL API: every query is validated against the whole schema, what is missing here says so. */
export class GraphqlEndpoint {
  private readonly world: World;
  private readonly auth: AppAuth;
  private readonly contractErrors: ContractError[];

  constructor(world: World, auth: AppAuth, contractErrors: ContractError[]) {
    this.world = world;
    this.auth = auth;
    this.contractErrors = contractErrors;
  }

  /** Answers a query. Errors of the query are answers with status 200, as GitHub's are. */
  async answer(request: ApiRequest): Promise<ApiResponse> {
    const header = request.headers['authorization'];
    const grant = this.auth.grantOf(typeof header === 'string' ? header : undefined);
    if (grant.kind !== 'installation') throw notAccessible();
    const { query, variables, operationName } = requestOf(request.body);
    if (typeof query !== 'string') {
      throw new Refusal(400, 'A query attribute must be specified and must be a string.');
    }
    const operationId = graphqlOperation(request.body);
    const note = (kind: ContractError['kind'], message: string): void => {
      this.contractErrors.push({ operationId, kind, problems: [message] });
    };
    const refuse = (errors: readonly GraphQLError[]): ApiResponse => {
      for (const { message } of errors) note('request', message);
      return json({ errors: errors.map(presentError) });
    };
    const document = parsed(query);
    if (document === undefined) return refuse([queryError('', 'Parse error: the query is not GraphQL')]);
    const schema = githubSchema();
    const problems = validate(schema, document);
    if (problems.length > 0) return refuse(problems);
    const result = await execute({
      schema,
      document,
      rootValue: this.root({ world: this.world, grant }),
      contextValue: note,
      variableValues: isObject(variables) ? variables : {},
      operationName: typeof operationName === 'string' ? operationName : null,
      fieldResolver,
      typeResolver,
    });
    const errors = result.errors?.map(presentError);
    return json({ data: result.data ?? null, ...(errors === undefined ? {} : { errors }) });
  }

  private root(reach: Reach): JsonObject {
    const { world } = this;
    // What is returned as an error stands at its place in the answer, beside what was found.
    const node = (id: string) => nodeOf(reach, id) ?? couldNotResolve(`a node with the global id of '${id}'`);
    return {
      ...mutations(reach),
      viewer: () => ({ ...presentActor(reach, world.bot()), login: world.bot().login }),
      repository: ({ owner, name }: { readonly owner: string; readonly name: string }) =>
        presentRepository(reach, repositoryNamed(reach, owner, name)),
      organization: ({ login }: { readonly login: string }) => {
        const account = world.accounts.get(login.toLowerCase());
        if (account?.type === 'Organization') return presentActor(reach, account);
        throw couldNotResolve(`an Organization with the login of '${login}'.`);
      },
      node: ({ id }: { readonly id: string }) => node(id),
      nodes: ({ ids }: { readonly ids: readonly string[] }) => ids.map(node),
      rateLimit: () => ({
        __typename: 'RateLimit',
        cost: 1,
        nodeCount: 0,
        ...rateOf(reach),
      }),
    };
  }
}

function rateOf({ world, grant }: Reach): JsonObject {
  const { reset, ...rate } = world.rates.rate('graphql', grant.installation.id);
  return { ...rate, resetAt: new Date(reset * 1000).toISOString() };
}

/** A field that an object does not hold is not answered here: that is said, and not null in silence. */
const fieldResolver: GraphQLFieldResolver<
  unknown,
  (kind: ContractError['kind'], message: string) => void,
  JsonObject
> = (source, args, note, { fieldName, parentType }) => {
  if (!isObject(source) || !(fieldName in source)) {
    const message = `The local GitHub does not imitate ${parentType.name}.${fieldName}`;
    note('not imitated', message);
    throw queryError('NOT_IMITATED', message);
  }
  const value = source[fieldName];
  return typeof value === 'function' ? (value as (asked: JsonObject) => unknown)(args) : value;
};

const typeResolver: GraphQLTypeResolver<unknown, unknown> = (value) =>
  isObject(value) ? String(value['__typename']) : undefined;

function requestOf(body: Buffer): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function parsed(query: string): DocumentNode | undefined {
  try {
    return parse(query);
  } catch {
    return undefined;
  }
}

function presentError({ message, path, locations, extensions }: GraphQLError): JsonObject {
  const { type } = extensions;
  return {
    ...(typeof type === 'string' && type !== '' ? { type } : {}),
    ...(path === undefined ? {} : { path }),
    ...(locations === undefined ? {} : { locations }),
    message,
  };
}

function json(value: unknown): ApiResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    content: Buffer.from(JSON.stringify(value)),
  };
}
