import { mkdir, open, readFile } from 'node:fs/promises';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { constants } from 'node:fs';
import { MessageSecurityMode, OPCUACertificateManager, OPCUAClient, SecurityPolicy, UserTokenType } from 'node-opcua';
import type { ApplicationDescription, ClientSession, EndpointDescription, UserIdentityInfo } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import type { Clock } from '#shared/lib/clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { checkServerCertificate, chooseEndpoint, wantedSecurity } from './security.ts';
import type { ChannelSecurity } from './security.ts';
import { RoomTransport } from './transport.ts';

/** A session with a server. `onLost` of {@link openSession} is told when it breaks; it is never repaired, but made anew. */
export interface OpcuaSession {
  readonly session: ClientSession;
  close(): Promise<void>;
}

/** The console's own key and certificate, as the library keeps them. */
export type OwnCertificates = OPCUACertificateManager;

export interface SessionOptions {
  readonly config: OpcuaDriverConfig;
  /** `endpoint` of the configuration, or one of `standby`. */
  readonly url: string;
  readonly pkiDir: string;
  readonly own: OwnCertificates;
  readonly clock: Clock;
  /** Called once, when the connection ends for any reason but `close`. */
  readonly onLost: () => void;
}

const APPLICATION_URI = 'urn:heatline:console';
const TRANSPORT_TIMEOUT_MS = 6_000;
const TRANSACTION_TIMEOUT_MS = 15_000;
const SESSION_TIMEOUT_MS = 60_000;
/** A message beyond this ends the connection: 4 million doubles in one answer. */
const MAX_MESSAGE_BYTES = 33_554_432;
/** The library takes this much memory anew for each request, 640 KB if not told: at a high rate that is what costs most. */
const SEND_CHUNK_BYTES = 64 * 1024;
const MAX_CHUNKS = 4_096;

/** Opens the console's own key and certificate of a driver; made where they are missing (half a second). */
export async function openOwnCertificates(rootFolder: string): Promise<OwnCertificates> {
  await mkdir(rootFolder, { recursive: true });
  const own = new OPCUACertificateManager({ rootFolder, disableFileWatchers: true, keySize: 2048 });
  await own.initialize();
  return own;
}

/** What a server says of itself without a session or security. */
export interface ServerOffers {
  readonly endpoints: readonly EndpointDescription[];
  readonly servers: readonly ApplicationDescription[];
}

/**
 * Asks a server for its endpoints, and with `withServers` for the servers it knows.
 * @throws CodedError `OPC0001` not reachable, `OPC0002` refused, `OPC0005` no sensible answer
 */
export async function askEndpoints(url: string, own: OwnCertificates, withServers = false): Promise<ServerOffers> {
  const client = createClient('discovery', own, {
    securityMode: MessageSecurityMode.None,
    securityPolicy: SecurityPolicy.None,
    serverCertificate: undefined,
  });
  try {
    await client.connect(url);
    const endpoints = await client.getEndpoints({ endpointUrl: url });
    return { endpoints, servers: withServers ? await client.findServers({ endpointUrl: url }) : [] };
  } catch (error) {
    throw connectError(error);
  } finally {
    await client.disconnect().catch(() => undefined);
  }
}

/**
 * The security of the channel: with security on the server is asked for its certificate, and it is checked.
 * @throws CodedError as {@link askEndpoints}, `OPC0008` to `OPC0012`
 */
export async function secureChannel(options: Omit<SessionOptions, 'onLost'>): Promise<ChannelSecurity> {
  const { config, url, pkiDir, own, clock } = options;
  const wanted = wantedSecurity(config);
  if (config.security === 'None') return { ...wanted, serverCertificate: undefined };
  const { endpoints } = await askEndpoints(url, own);
  const endpoint = chooseEndpoint(config, endpoints);
  return { ...wanted, serverCertificate: await checkServerCertificate(config, url, endpoint, pkiDir, clock.now()) };
}

/**
 * Connects, secures and signs on as the drivers file says.
 * @throws CodedError `OPC0001` not reachable, `OPC0002` refused, `OPC0005` no sensible answer, `OPC0007` password, `OPC0008` to
 *   `OPC0012` security, `OPC0013` the user's certificate
 */
export async function openSession(options: SessionOptions): Promise<OpcuaSession> {
  const { config, url, own, onLost } = options;
  const user = await userOf(config);
  const client = createClient(config.id, own, await secureChannel(options));
  let isOver = false;
  const lost = () => {
    if (!isOver) onLost();
    isOver = true;
  };
  const close = async () => {
    isOver = true;
    await client.disconnect();
  };
  try {
    await client.connect(url);
    const session = await client.createSession(user);
    client.on('close', lost);
    client.on('connection_lost', lost);
    client.on('abort', lost);
    session.on('session_closed', lost);
    return { session, close };
  } catch (error) {
    await close().catch(() => undefined);
    throw connectError(error);
  }
}

function createClient(clientName: string, own: OwnCertificates, security: ChannelSecurity): OPCUAClient {
  const { securityMode, securityPolicy, serverCertificate } = security;
  return OPCUAClient.create({
    applicationName: 'Heatline console',
    applicationUri: APPLICATION_URI,
    clientName,
    clientCertificateManager: own,
    securityMode,
    securityPolicy,
    ...(serverCertificate === undefined ? {} : { serverCertificate }),
    endpointMustExist: false,
    // No retries inside the library: its repair of sessions and subscriptions is replaced by ours, which starts from nothing.
    connectionStrategy: { maxRetry: 0, initialDelay: 500, maxDelay: 1_000 },
    keepSessionAlive: false,
    requestedSessionTimeout: SESSION_TIMEOUT_MS,
    transportTimeout: TRANSPORT_TIMEOUT_MS,
    defaultTransactionTimeout: TRANSACTION_TIMEOUT_MS,
    transportFactory: { create: (settings) => new RoomTransport(settings) },
    transportSettings: {
      maxMessageSize: MAX_MESSAGE_BYTES,
      maxChunkCount: MAX_CHUNKS,
      sendBufferSize: SEND_CHUNK_BYTES,
    },
  });
}

/** [eng] */
const PASSWORD_MOST_BYTES = 1_024;

async function userOf({ user }: OpcuaDriverConfig): Promise<UserIdentityInfo> {
  if (user === undefined) return { type: UserTokenType.Anonymous };
  if ('certificateFile' in user) return certificateUser(user.certificateFile, user.privateKeyFile);
  let password: string | undefined;
  if (user.passwordFile === undefined) {
    password = process.env[user.passwordEnv ?? ''];
  } else {
    password = await passwordIn(user.passwordFile).catch(() => undefined);
  }
  if (password === undefined) {
    throw new CodedError('OPC0007', { from: user.passwordFile ?? `environment variable ${user.passwordEnv}` });
  }
  return { type: UserTokenType.UserName, userName: user.name, password };
}

/**
 * The one line of a password file. Whoever sets up a driver chooses the file and the server that gets what is in it: a file of another kind, or
 * a device that never ends, is none.
 */
async function passwordIn(file: string): Promise<string | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PASSWORD_MOST_BYTES + 1), 0, PASSWORD_MOST_BYTES + 1);
    const line = buffer.toString('utf8', 0, bytesRead).replace(/\r?\n$/, '');
    return bytesRead > PASSWORD_MOST_BYTES || /[\r\n\0]/.test(line) ? undefined : line;
  } finally {
    await handle.close();
  }
}

async function certificateUser(certificateFile: string, privateKeyFile: string): Promise<UserIdentityInfo> {
  try {
    const certificate = new X509Certificate(await readFile(certificateFile));
    const privateKey = await readFile(privateKeyFile, 'utf8');
    if (!certificate.checkPrivateKey(createPrivateKey(privateKey))) {
      throw new CodedError('OPC0013', { problem: 'the key is not that of the certificate', certificateFile });
    }
    return { type: UserTokenType.Certificate, certificateData: certificate.raw, privateKey };
  } catch (error) {
    if (error instanceof CodedError) throw error;
    // What the file system or the parser says may quote a key: only where it was read from is told.
    throw new CodedError('OPC0013', { certificateFile, privateKeyFile });
  }
}

const UNREACHABLE = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EAI_AGAIN/;
const REFUSED =
  /BadSecurity|BadIdentityToken|BadUserAccessDenied|BadCertificate|BadUserSignature|security ?policy|securityMode|no suitable|Cannot find an Endpoint|user token policy/i;

/** A failed connection in a code and the words that tell one cause from another. */
export function connectError(error: unknown): CodedError {
  if (error instanceof CodedError) return error;
  const message = error instanceof Error ? error.message : String(error);
  // The library wraps what went wrong: `The connection cannot be established ... Err = (connect ECONNREFUSED 127.0.0.1:9)`.
  const problem = (/Err = \(([^\n]*)\)/.exec(message)?.[1] ?? (message.split('\n', 1)[0] as string)).slice(0, 200);
  if (REFUSED.test(message)) return new CodedError('OPC0002', { problem }, { cause: error });
  if (UNREACHABLE.test(message)) return new CodedError('OPC0001', { problem }, { cause: error });
  return new CodedError('OPC0005', { problem }, { cause: error });
}
