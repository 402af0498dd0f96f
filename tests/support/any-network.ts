import fc from 'fast-check';
import type { ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network, NetworkNode, Pipe, Side, Station, Valve } from '#shared/domain/network/types.ts';
import { fromLocalM, type LonLat } from '#shared/lib/geo.ts';

const SPACING_M = 40;
const COLUMNS = 4;
const ids = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, k) => `${prefix}${String(k)}`);

/** One end in `count` places on a side; one in thirty does not exist. */
const endOf = (count: number, side: Side): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...ids(side === 'supply' ? 's' : 'r', count)) },
    { weight: 1, arbitrary: fc.constant('nowhere') },
  );

function placeOf(id: string): LonLat {
  const place = Number(id.slice(1));
  const offset = id.startsWith('r') ? 1.5 : 0;
  return Number.isNaN(place)
    ? [116.4, 39.9]
    : fromLocalM([116.4, 39.9], (place % COLUMNS) * SPACING_M + offset, Math.floor(place / COLUMNS) * SPACING_M);
}

/**
 * Networks as nobody would build them: islands, loops, pipes from a node to itself, several between the same two, valves on nothing, ids
 * used twice, ends that do not exist, sources anywhere or nowhere.
 */
export const anyNetwork: fc.Arbitrary<Network> = fc
  .record({ places: fc.integer({ min: 1, max: 10 }), side: fc.constant<Side>('supply') })
  .chain(({ places }) => {
    const side = fc.constantFrom<Side>('supply', 'return');
    const link = side.chain((of) =>
      fc.record({ side: fc.constant(of), from: endOf(places, of), to: endOf(places, of) }),
    );
    const pipe = fc
      .record({ link, id: fc.constantFrom(...ids('P', 60)), lengthM: fc.integer({ min: 0, max: 90 }) })
      .map(({ link: ends, id, lengthM }): Pipe => {
        const bore = { dnMm: 200, innerDiameterM: 0.2, roughnessMm: 0.5 };
        return { id, ...ends, path: [placeOf(ends.from), placeOf(ends.to)], lengthM, ...bore };
      });
    const valve = fc
      .record({
        link,
        id: fc.constantFrom(...ids('V', 40)),
        state: fc.constantFrom('open', 'open', 'open', 'closed', 'unknown'),
        condition: fc.constantFrom('operable', 'operable', 'operable', 'stuck', 'unknown'),
      })
      .map(({ link: ends, ...valveOf }): Valve => ({ ...valveOf, ...ends, at: placeOf(ends.to) }));
    const station = fc
      .record({
        id: fc.constantFrom(...ids('S', 20)),
        kind: fc.constantFrom('station', 'station', 'station', 'source'),
        supplyNode: endOf(places, 'supply'),
        returnNode: endOf(places, 'return'),
      })
      .map((of): Station => ({
        ...of,
        name: of.id,
        area: 'A',
        at: placeOf(of.supplyNode),
        elevationM: 0,
        households: 100,
      }));
    const nodes = (['supply', 'return'] as const).flatMap((of) =>
      ids(of === 'supply' ? 's' : 'r', places).map((id): NetworkNode => ({
        id,
        side: of,
        at: placeOf(id),
        elevationM: 0,
      })),
    );
    return fc.record({
      name: fc.constant('any'),
      nodes: fc.constant(nodes),
      pipes: fc.array(pipe, { minLength: 1, maxLength: 16 }),
      valves: fc.array(valve, { maxLength: 14 }),
      stations: fc.array(station, { maxLength: 6 }),
      base: fc.constant([]),
    });
  });

/** What may be known of some of the valves of {@link anyNetwork}. */
export const anyGuesses: fc.Arbitrary<Record<string, ValveGuess>> = fc.dictionary(
  fc.constantFrom(...ids('V', 40)),
  fc.record(
    { state: fc.constantFrom('open', 'closed', 'unknown'), condition: fc.constantFrom('operable', 'stuck', 'unknown') },
    { requiredKeys: [] },
  ),
  { maxKeys: 6 },
);
