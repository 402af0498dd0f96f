/** The token of an `Authorization: Bearer` header, or the empty string. */
export function bearerOf(header: string | undefined): string {
  return /^Bearer (\S{1,512})$/.exec(header ?? '')?.[1] ?? '';
}
