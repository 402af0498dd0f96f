import { PART_PLACES } from './limits.ts';
import type { CrewPosition, CrewTrack, CrewUpdate } from './types.ts';

/**
 * Cuts what is kept of all crews into messages of at most {@link PART_PLACES} places (SPEC.md CRW-14): a crew's position and track stay together, and
 * the order of crews stays. Nothing kept, no message.
 */
export function inParts({ positions, tracks = [] }: CrewUpdate): readonly CrewUpdate[] {
  const trackOf = new Map(tracks.map((track) => [track.crewId, track]));
  const positionOf = new Map(positions.map((position) => [position.crewId, position]));
  const parts: { readonly positions: CrewPosition[]; readonly tracks: CrewTrack[] }[] = [];
  let places = PART_PLACES;
  for (const crewId of new Set([...positionOf.keys(), ...trackOf.keys()])) {
    const position = positionOf.get(crewId);
    const track = trackOf.get(crewId);
    const size = (position ? 1 : 0) + (track?.points.length ?? 0);
    places += size;
    if (places > PART_PLACES) {
      parts.push({ positions: [], tracks: [] });
      places = size;
    }
    if (position) parts.at(-1)?.positions.push(position);
    if (track) parts.at(-1)?.tracks.push(track);
  }
  return parts;
}
