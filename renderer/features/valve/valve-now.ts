import type { Valve } from '#shared/domain/network/types.ts';
import type { ValveRecord } from '#shared/domain/valve/types.ts';
import type { ValveMark } from '../../map/marks.ts';

/** A valve as it stands, and where that is known from. */
export interface ValveNow extends Pick<Valve, 'state' | 'condition'> {
  readonly basis: 'imported' | 'edited' | 'field';
}

/** As imported, then as it was edited or told from the field; state and condition each for itself. */
export const valveNow = (valve: Pick<Valve, 'state' | 'condition'>, record: ValveRecord | undefined): ValveNow => ({
  state: record?.state ?? valve.state,
  condition: record?.condition ?? valve.condition,
  basis: record?.basis ?? 'imported',
});

/** All valves as the map draws them. */
export function valveMarks(
  valves: readonly Valve[],
  records: ReadonlyMap<string, ValveRecord>,
  isPending: (id: string) => boolean,
): readonly ValveMark[] {
  return valves.map((valve) => {
    const { id, at, side } = valve;
    const { state, condition } = valveNow(valve, records.get(id));
    return { id, at, side, state, condition, ...(isPending(id) && { isPending: true }) };
  });
}
