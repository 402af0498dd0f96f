import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CertificateView } from '#shared/contract/drivers-api.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What a certificate says of itself. */
export type CertificateFacts = Omit<CertificateView, 'state' | 'since'>;

/** Folders in a driver's `pki` folder. The library keeps the console's own key beside them. */
const FOLDERS = {
  trusted: join('servers', 'trusted'),
  pending: join('servers', 'pending'),
  rejected: join('servers', 'rejected'),
} as const;
type State = keyof typeof FOLDERS;
const STATES = Object.keys(FOLDERS) as readonly State[];
/** A peer may show a new certificate on every contact: only so many undecided ones are kept, the oldest go. */
const MOST_PENDING = 50;
const MAX_BYTES = 65_536;

/** Thumbprint of a certificate in DER. */
export function thumbprintOf(der: Uint8Array): string {
  return createHash('sha1').update(der).digest('hex');
}

/** The certificate in DER as facts; undefined where it is none. Of a chain only the first counts. */
export function certificateFacts(der: Uint8Array): CertificateFacts | undefined {
  const parsed = parse(der);
  return parsed === undefined ? undefined : factsOf(parsed);
}

/** Everything that the console of this driver has met, newest first. An unreadable file is left out. */
export async function listCertificates(pkiDir: string): Promise<readonly CertificateView[]> {
  const known: CertificateView[] = [];
  for (const state of STATES) {
    for (const { path, certificate } of await readFolder(pkiDir, state)) {
      const since = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
      known.push({ ...factsOf(certificate), state, since: Math.round(since) });
    }
  }
  return known.sort((a, b) => b.since - a.since);
}

/**
 * From now on the driver connects to a server that shows this certificate (or one that it issued, if it is a CA's).
 * @throws CodedError `OPC0016` no such certificate here
 */
export function trustCertificate(pkiDir: string, thumbprint: string): Promise<void> {
  return move(pkiDir, thumbprint, 'trusted');
}

/**
 * The driver does not connect to a server with this certificate, and `trustNewCertificates` does not change that.
 * A connection that stands goes on until it ends: restart the driver to end it.
 * @throws CodedError `OPC0016` no such certificate here
 */
export function rejectCertificate(pkiDir: string, thumbprint: string): Promise<void> {
  return move(pkiDir, thumbprint, 'rejected');
}

/**
 * Forgets the certificate: at the next contact it is new again.
 * @throws CodedError `OPC0016` no such certificate here
 */
export async function removeCertificate(pkiDir: string, thumbprint: string): Promise<void> {
  for (const { path } of await find(pkiDir, thumbprint)) await rm(path, { force: true });
}

/** What the trust list says of a certificate in DER: by itself, or as issued by a trusted CA. Undefined: never met. */
export async function trustOf(pkiDir: string, der: Uint8Array): Promise<State | undefined> {
  const certificate = parse(der);
  if (certificate === undefined) return undefined;
  const thumbprint = thumbprintOf(certificate.raw);
  for (const state of ['rejected', 'trusted'] as const) {
    for (const other of await readFolder(pkiDir, state)) {
      if (thumbprintOf(other.certificate.raw) === thumbprint) return state;
    }
  }
  for (const { certificate: authority } of await readFolder(pkiDir, 'trusted')) {
    if (authority.ca && certificate.checkIssued(authority) && certificate.verify(authority.publicKey)) return 'trusted';
  }
  const pending = await readFolder(pkiDir, 'pending');
  return pending.some((other) => thumbprintOf(other.certificate.raw) === thumbprint) ? 'pending' : undefined;
}

/** Keeps a certificate in DER that nobody decided on yet, or one that is trusted at first contact on purpose. */
export async function keepCertificate(pkiDir: string, der: Uint8Array, state: 'pending' | 'trusted'): Promise<void> {
  const certificate = parse(der);
  if (certificate === undefined) return;
  const folder = join(pkiDir, FOLDERS[state]);
  await mkdir(folder, { recursive: true });
  if (state === 'pending') {
    const kept = (await listCertificates(pkiDir)).filter((other) => other.state === 'pending');
    for (const { thumbprint } of kept.slice(MOST_PENDING - 1)) await removeCertificate(pkiDir, thumbprint);
  }
  await writeFile(join(folder, `${thumbprintOf(certificate.raw)}.pem`), certificate.toString());
}

async function move(pkiDir: string, thumbprint: string, state: 'trusted' | 'rejected'): Promise<void> {
  const found = await find(pkiDir, thumbprint);
  const folder = join(pkiDir, FOLDERS[state]);
  await mkdir(folder, { recursive: true });
  const target = join(folder, `${thumbprint}.pem`);
  for (const { path, certificate } of found) {
    if (path === target) continue;
    await writeFile(`${target}.new`, certificate.toString());
    await rename(`${target}.new`, target);
    await rm(path, { force: true });
  }
}

async function find(pkiDir: string, thumbprint: string) {
  const all = await Promise.all(STATES.map((state) => readFolder(pkiDir, state)));
  const found = all.flat().filter(({ certificate }) => thumbprintOf(certificate.raw) === thumbprint);
  if (found.length === 0) throw new CodedError('OPC0016', { thumbprint: thumbprint.slice(0, 40) });
  return found;
}

async function readFolder(pkiDir: string, state: State) {
  const folder = join(pkiDir, FOLDERS[state]);
  const names = await readdir(folder).catch((): string[] => []);
  const found: { readonly path: string; readonly certificate: X509Certificate }[] = [];
  for (const name of names.filter((file) => /\.(pem|der|crt|cer)$/i.test(file))) {
    const path = join(folder, name);
    const bytes = await readFile(path).catch(() => undefined);
    const certificate = bytes === undefined ? undefined : parse(bytes);
    if (certificate !== undefined) found.push({ path, certificate });
  }
  return found;
}

function parse(bytes: Uint8Array): X509Certificate | undefined {
  if (bytes.length === 0 || bytes.length > MAX_BYTES) return undefined;
  try {
    return new X509Certificate(bytes);
  } catch {
    return undefined;
  }
}

function factsOf(certificate: X509Certificate): CertificateFacts {
  const names = alternativeNames(certificate.subjectAltName ?? '');
  return {
    thumbprint: thumbprintOf(certificate.raw),
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    validFrom: Date.parse(certificate.validFrom),
    validTo: Date.parse(certificate.validTo),
    applicationUri: names.find(([kind]) => kind === 'URI')?.[1],
    hosts: names.flatMap(([kind, name]) => (kind === 'DNS' || kind === 'IP Address' ? [name] : [])),
    isSelfSigned: certificate.checkIssued(certificate),
  };
}

/** `DNS:plant, IP Address:10.0.0.1, URI:urn:x` as pairs; a name with a comma or quote is in JSON quotes. */
function alternativeNames(text: string): readonly (readonly [kind: string, name: string])[] {
  return [...text.matchAll(/(DNS|IP Address|URI):("(?:[^"\\]|\\.)*"|[^,]*)(?:, |$)/g)].map(
    ([, kind = '', name = '']) => {
      return [kind, (name.startsWith('"') ? name.slice(1, -1) : name).slice(0, 200)] as const;
    },
  );
}

const oneLine = (name: string): string => name.split('\n').join(', ').slice(0, 200);
