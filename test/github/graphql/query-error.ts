import { GraphQLError } from 'graphql';

/** An entry of `errors` with GitHub's own `type` beside its message. */
export function queryError(type: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { type } });
}

/** What is not there, or may not be seen. */
export function couldNotResolve(message: string): GraphQLError {
  return queryError('NOT_FOUND', `Could not resolve to ${message}`);
}

/** A permission is missing. */
export function forbidden(): GraphQLError {
  return queryError('FORBIDDEN', 'Resource not accessible by integration');
}
