import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { MessageSecurityMode, SecurityPolicy, UserTokenType } from 'node-opcua';
import type { EndpointDescription } from 'node-opcua';
import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { certificateFacts, keepCertificate, trustOf } from './trust.ts';

const NONE = 'None';

/** How a secure channel is to be made: security as the library spells it, and the certificate the server must prove. */
export interface ChannelSecurity {
  readonly securityMode: MessageSecurityMode;
  readonly securityPolicy: SecurityPolicy;
  /** DER. Undefined without security. */
  readonly serverCertificate: Buffer | undefined;
}

/** `Basic256Sha256` of `http://opcfoundation.org/UA/SecurityPolicy#Basic256Sha256`. */
export function policyName(uri: string | null): string {
  return (uri ?? '').split('#').at(-1) ?? '';
}

/** How the driver wants its channel, before the server was asked. */
export function wantedSecurity(config: OpcuaDriverConfig): Omit<ChannelSecurity, 'serverCertificate'> {
  const securityMode = config.security === NONE ? MessageSecurityMode.None : MessageSecurityMode[config.securityMode];
  return { securityMode, securityPolicy: SecurityPolicy[config.security] };
}

/**
 * The server's endpoint for the security and kind of user that the driver wants.
 * @throws CodedError `OPC0012` with what is offered instead
 */
export function chooseEndpoint(
  config: OpcuaDriverConfig,
  endpoints: readonly EndpointDescription[],
): EndpointDescription {
  const { securityMode, securityPolicy } = wantedSecurity(config);
  const user = userTokenType(config);
  const fits = endpoints.filter(
    (endpoint) => endpoint.securityMode === securityMode && endpoint.securityPolicyUri === securityPolicy,
  );
  if (fits.length === 0) {
    const offered = endpoints.map(
      (endpoint) => `${policyName(endpoint.securityPolicyUri)}/${MessageSecurityMode[endpoint.securityMode]}`,
    );
    const asked = config.security === NONE ? NONE : `${config.security}/${config.securityMode}`;
    throw new CodedError('OPC0012', { asked, offered: list(offered) });
  }
  const chosen = fits.find((endpoint) => endpoint.userIdentityTokens?.some((token) => token.tokenType === user));
  if (chosen !== undefined) return chosen;
  const users = fits.flatMap((endpoint) => endpoint.userIdentityTokens ?? []);
  const offered = list(users.map((token) => UserTokenType[token.tokenType]));
  throw new CodedError('OPC0012', { asked: `user ${UserTokenType[user]}`, offered });
}

/**
 * Decides whether the certificate that a server shows may be talked to. One never seen is kept for a person to decide on
 * (unless `trustNewCertificates` says that this is settled).
 * @param now UTC ms
 * @throws CodedError `OPC0005` none that can be read, `OPC0008` not trusted, `OPC0009` dates, `OPC0010` host, `OPC0011` application
 */
export async function checkServerCertificate(
  config: OpcuaDriverConfig,
  url: string,
  endpoint: EndpointDescription,
  pkiDir: string,
  now: number,
): Promise<Buffer> {
  const der = endpoint.serverCertificate as Buffer | null;
  const facts = der === null ? undefined : certificateFacts(der);
  if (der === null || facts === undefined) {
    throw new CodedError('OPC0005', { problem: 'the server shows no certificate that can be read' });
  }
  const { thumbprint, subject } = facts;
  const expires = new Date(facts.validTo).toISOString().slice(0, 10);
  const trust = await trustOf(pkiDir, der);
  if (trust !== 'trusted') {
    if (trust !== 'rejected') await keepCertificate(pkiDir, der, config.trustNewCertificates ? 'trusted' : 'pending');
    if (trust === 'rejected' || !config.trustNewCertificates) {
      const decision = trust === 'rejected' ? 'rejected' : 'pending';
      throw new CodedError('OPC0008', { thumbprint, subject, expires, decision });
    }
  }
  if (now < facts.validFrom || now > facts.validTo) {
    const from = new Date(facts.validFrom).toISOString().slice(0, 10);
    throw new CodedError('OPC0009', { thumbprint, subject, from, expires });
  }
  const applicationUri = endpoint.server.applicationUri ?? '';
  if (facts.applicationUri !== applicationUri) {
    throw new CodedError('OPC0011', {
      thumbprint,
      certificate: facts.applicationUri ?? 'none',
      server: applicationUri.slice(0, 200),
    });
  }
  const host = hostOf(url);
  const certificate = new X509Certificate(der);
  const isForHost = isIP(host) > 0 ? certificate.checkIP(host) : certificate.checkHost(host);
  if (isForHost === undefined && !config.ignoreHostName) {
    throw new CodedError('OPC0010', { thumbprint, host, certificate: list(facts.hosts) });
  }
  return der;
}

/** Host of `opc.tcp://HOST:PORT/PATH`, an IPv6 address without its brackets. */
export function hostOf(url: string): string {
  return new URL(url.replace(/^opc\.tcp:/, 'http:')).hostname.replace(/^\[|\]$/g, '');
}

/** Port of `opc.tcp://HOST:PORT/PATH`. */
export function portOf(url: string): number {
  return Number(/:(\d+)(?:\/|$)/.exec(url.slice('opc.tcp://'.length))?.[1]);
}

function userTokenType({ user }: OpcuaDriverConfig): UserTokenType {
  if (user === undefined) return UserTokenType.Anonymous;
  return 'name' in user ? UserTokenType.UserName : UserTokenType.Certificate;
}

const list = (items: readonly string[]): string => [...new Set(items)].join(',').slice(0, 200) || 'nothing';
