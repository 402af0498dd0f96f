/** Closes a switch over a union: a new member that is not handled fails to compile, and throws where types were bypassed. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${JSON.stringify(value)}`);
}
