import type { ConnectionPhase } from '../../stores/console.store.ts';
import type { ConsoleStatus } from '#shared/contract/feed.ts';

/** How the whole way from plant and hub to this window stands, worst first. */
export type LinkWord =
  'coreDown' | 'rejected' | 'lost' | 'connecting' | 'hubRefused' | 'hubOffline' | 'hubConnecting' | 'online';

/** One word for the status bar. */
export function linkWord(phase: ConnectionPhase, status: ConsoleStatus | null): LinkWord {
  if (phase !== 'open') return phase;
  if (!status) return 'connecting';
  switch (status.link.state) {
    case 'online':
      return 'online';
    case 'connecting':
      return 'hubConnecting';
    case 'offline':
      return 'hubOffline';
    case 'refused':
      return 'hubRefused';
  }
}

/** The link is worth a banner: something no longer works, and the operator must know what still does. */
export function bannerOf(word: LinkWord): 'coreDown' | 'rejected' | 'lost' | 'hubOffline' | 'hubRefused' | undefined {
  if (word === 'online' || word === 'connecting' || word === 'hubConnecting') return undefined;
  return word;
}
