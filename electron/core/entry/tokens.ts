import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Access } from '#shared/contract/feed.ts';

/** Reads a token file, and makes one (readable by its owner only) where there is none. */
export function readOrMakeToken(file: string): string {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Decides by token what a caller may do; undefined: nothing. Takes the same time for every wrong token. */
export function createGate(tokens: { readonly full: string; readonly wall: string }) {
  const full = digest(tokens.full);
  const wall = digest(tokens.wall);
  return (token: string): Access | undefined => {
    const given = digest(token);
    const isFull = timingSafeEqual(given, full);
    const isWall = timingSafeEqual(given, wall);
    if (isFull) return 'full';
    return isWall ? 'wall' : undefined;
  };
}
