import { isSameSecret } from '#kit/token-file.ts';
import type { Access } from '#shared/contract/feed.ts';

/** Decides by token what a caller may do; undefined: nothing. Takes the same time for every wrong token. */
export function createGate(tokens: { readonly full: string; readonly wall: string }) {
  return (token: string): Access | undefined => {
    const isFull = isSameSecret(token, tokens.full);
    const isWall = isSameSecret(token, tokens.wall);
    if (isFull) return 'full';
    return isWall ? 'wall' : undefined;
  };
}
