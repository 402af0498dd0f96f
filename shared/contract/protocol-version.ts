/**
 * Version of what console and hub say to each other (hub-protocol.ts). A hub refuses every other version (HUB0002): entries
 * are hashed, so "mostly the same" would break the chain.
 */
export const HUB_PROTOCOL_VERSION = 1;
