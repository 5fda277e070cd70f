import { buildSchema, type GraphQLSchema } from 'graphql';
import { readProjectFile } from '../root.js';

let schema: GraphQLSchema | undefined;

/** GitHub's own GraphQL schema, whole. Reading it takes half a second, so it happens once and on first use. */
export function githubSchema(): GraphQLSchema {
  if (schema === undefined) {
    // The package offers its text only together with seven megabytes of JSON.
    const text = readProjectFile('node_modules/@octokit/graphql-schema/schema.graphql');
    schema = buildSchema(text, { assumeValid: true, assumeValidSDL: true, noLocation: true });
  }
  return schema;
}
