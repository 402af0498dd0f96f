import { newId } from './new-id.ts';

const TOKEN_KEY = 'heatline.token';
const SEAT_KEY = 'heatline.seat';

/** The stores that a page remembers itself by, and its address bar. */
export interface PageMemory {
  readonly session: Storage;
  readonly local: Storage;
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  replaceAddress(address: string): void;
}

/**
 * The access token: from the address (`#token=...`, which is then removed from the address bar), else as this tab or another window of
 * the same origin knew it. Undefined: none was ever given.
 */
export function takeToken(memory: PageMemory): string | undefined {
  const fragment = new URLSearchParams(memory.location.hash.replace(/^#/, ''));
  const given = fragment.get('token');
  if (given) {
    memory.session.setItem(TOKEN_KEY, given);
    memory.local.setItem(TOKEN_KEY, given);
    fragment.delete('token');
    const rest = fragment.toString();
    memory.replaceAddress(memory.location.pathname + memory.location.search + (rest ? `#${rest}` : ''));
    return given;
  }
  const known = memory.session.getItem(TOKEN_KEY) ?? memory.local.getItem(TOKEN_KEY) ?? undefined;
  if (known) memory.session.setItem(TOKEN_KEY, known);
  return known;
}

/** Which seat (work place) this browser is: one random id for all its windows. */
export function seatId(local: Storage): string {
  const known = local.getItem(SEAT_KEY);
  if (known) return known;
  const made = newId();
  local.setItem(SEAT_KEY, made);
  return made;
}
