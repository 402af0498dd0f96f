/** Values that make an error message concrete: which file, row, port. Never secrets. */
export type ErrorDetail = Readonly<Record<string, string | number | boolean>>;

/** An error a person can meet. Its code is listed with a sentence and a next step in docs/errors.md. */
export class CodedError extends Error {
  readonly code: string;
  readonly detail: ErrorDetail;

  constructor(code: string, detail: ErrorDetail = {}, options?: ErrorOptions) {
    const words = Object.entries(detail).map(([key, value]) => `${key}=${String(value)}`);
    super([code, ...words].join(' '), options);
    this.name = 'CodedError';
    this.code = code;
    this.detail = detail;
  }
}

/** The code of a coded error, or undefined for any other thrown value. */
export function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof CodedError ? thrown.code : undefined;
}
