import { MessageSecurityMode, UserTokenType } from 'node-opcua';
import type { EndpointDescription } from 'node-opcua';
import { policyName } from './security.ts';
import { askEndpoints } from './session.ts';
import type { OwnCertificates } from './session.ts';
import type { DiscoveredEndpoint, DiscoverReply } from './tools.ts';
import { certificateFacts } from './trust.ts';

const SUPPORTED = new Set(['None', 'Basic256Sha256', 'Aes128_Sha256_RsaOaep']);
const USER_TOKENS = new Map<UserTokenType, DiscoveredEndpoint['userTokens'][number]>([
  [UserTokenType.Anonymous, 'anonymous'],
  [UserTokenType.UserName, 'userName'],
  [UserTokenType.Certificate, 'certificate'],
  [UserTokenType.IssuedToken, 'issuedToken'],
]);
const MODES = new Map<MessageSecurityMode, DiscoveredEndpoint['securityMode']>([
  [MessageSecurityMode.None, 'None'],
  [MessageSecurityMode.Sign, 'Sign'],
  [MessageSecurityMode.SignAndEncrypt, 'SignAndEncrypt'],
]);
const MOST = 100;
const LONGEST = 300;

/** What a server offers, and which servers it knows. Throws as `askEndpoints`. */
export async function discover(url: string, own: OwnCertificates): Promise<DiscoverReply> {
  const { endpoints, servers } = await askEndpoints(url, own, true);
  return {
    endpoints: endpoints.slice(0, MOST).flatMap((endpoint) => describe(endpoint) ?? []),
    servers: servers.slice(0, MOST).map((server) => ({
      name: cut(server.applicationName.text),
      applicationUri: cut(server.applicationUri),
      urls: (server.discoveryUrls ?? []).slice(0, MOST).map(cut),
    })),
  };
}

function describe(endpoint: EndpointDescription): DiscoveredEndpoint | undefined {
  const securityMode = MODES.get(endpoint.securityMode);
  if (securityMode === undefined) return undefined;
  const securityPolicy = policyName(endpoint.securityPolicyUri);
  const tokens = (endpoint.userIdentityTokens ?? []).flatMap((token) => USER_TOKENS.get(token.tokenType) ?? []);
  const certificate = endpoint.serverCertificate as Buffer | null;
  return {
    endpointUrl: cut(endpoint.endpointUrl),
    securityPolicy: cut(securityPolicy),
    securityMode,
    isSupported: SUPPORTED.has(securityPolicy),
    userTokens: [...new Set(tokens)],
    serverName: cut(endpoint.server.applicationName.text),
    applicationUri: cut(endpoint.server.applicationUri),
    certificate: certificate === null ? undefined : certificateFacts(certificate),
  };
}

const cut = (text: string | null | undefined): string => (text ?? '').slice(0, LONGEST);
