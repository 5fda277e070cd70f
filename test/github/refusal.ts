/** An answer by which GitHub declines a request; thrown by an operation, sent as GitHub words it. */
export class Refusal extends Error {
  readonly status: number;
  readonly errors: readonly unknown[] | undefined;

  constructor(status: number, message: string, errors?: readonly unknown[]) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.errors = errors;
  }
}

/** 404, also for what exists and may not be seen. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** 403: the App lacks a permission. */
export function notAccessible(): Refusal {
  return new Refusal(403, 'Resource not accessible by integration');
}

/** 422 as the reviews API words it: the reasons are plain sentences. */
export function unprocessable(...reasons: readonly string[]): Refusal {
  return new Refusal(422, 'Unprocessable Entity', reasons);
}

/** 422 as the checks API words a request that does not fit its description. */
export function invalidRequest(...reasons: readonly string[]): Refusal {
  return new Refusal(422, `Invalid request.\n\n${reasons.join('\n')}`);
}

/** 422 as most of the API words a value that it cannot take. */
export function validationFailed(resource: string, field: string, message: string): Refusal {
  return new Refusal(422, 'Validation Failed', [{ resource, code: 'custom', field, message }]);
}
