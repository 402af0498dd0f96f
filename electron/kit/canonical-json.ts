/**
 * JSON text that is the same for the same value wherever it is made (RFC 8785): keys in UTF-16 order, no spaces, numbers and
 * strings as ECMAScript writes them. Members that are undefined are left out, as JSON.stringify does.
 * Throws TypeError for what JSON cannot hold (NaN, infinities, functions, bigint, cycles).
 */
export function canonicalJson(value: unknown): string {
  const text = write(value, []);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
}

function write(value: unknown, above: object[]): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`not a JSON number: ${value}`);
      return JSON.stringify(value);
    case 'object':
      return value === null ? 'null' : writeObject(value, above);
    case 'undefined':
      return undefined;
    default:
      throw new TypeError(`not a JSON value: ${typeof value}`);
  }
}

function writeObject(value: object, above: object[]): string {
  if (above.includes(value)) throw new TypeError('a cycle is not a JSON value');
  above.push(value);
  const text = Array.isArray(value)
    ? `[${value.map((item) => write(item, above) ?? 'null').join(',')}]`
    : writeMembers(value as Readonly<Record<string, unknown>>, above);
  above.pop();
  return text;
}

function writeMembers(value: Readonly<Record<string, unknown>>, above: object[]): string {
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const text = write(value[key], above);
    if (text !== undefined) members += `${members === '' ? '' : ','}${JSON.stringify(key)}:${text}`;
  }
  return `{${members}}`;
}
