import { describe, expect, it } from 'vitest';
import { generateCity } from '../generate/generate-city.ts';
import { primarySupplySetC, ROOM_C, secondarySupplySetC } from './curves.ts';
import { Substations } from './substations.ts';

const city = generateCity({ seed: 3, stations: 10 });
const stations = city.network.stations.filter((station) => station.kind === 'station');
const design = Float64Array.from(stations, (station) => station.designFlowTPerH ?? 0);

/** Runs `hours` with a share of the design flow at the temperature that the source would send. */
function runFor(substations: Substations, hours: number, flowShare: number, outdoorTempC: number): void {
  const flow = design.map((value) => value * flowShare);
  const inlet = design.map(() => primarySupplySetC(outdoorTempC));
  for (let s = 0; s < hours * 3600; s += 60) substations.step(60, flow, inlet, outdoorTempC);
}

const meanRoomC = (substations: Substations, construction: 'masonry' | 'light'): number => {
  const rooms = city.buildings.filter((b) => b.construction === construction).map((b) => substations.roomTempC(b.id));
  return rooms.reduce((sum, room) => sum + room, 0) / rooms.length;
};

describe('substations', () => {
  it('keep rooms and secondary supply at their curve with design flow', () => {
    const substations = new Substations(stations, city.buildings, 3, -12);
    runFor(substations, 24, 1, -12);
    expect(meanRoomC(substations, 'masonry')).toBeCloseTo(ROOM_C, 0);
    for (const supply of substations.supplyC) expect(Math.abs(supply - secondarySupplySetC(-12))).toBeLessThan(2.5);
  });

  it('let light buildings cool faster than masonry when no water comes: a third of the excess in a third of tau', () => {
    const substations = new Substations(stations, city.buildings, 3, -12);
    substations.pumpOn.fill(0);
    const [masonry, light] = [meanRoomC(substations, 'masonry'), meanRoomC(substations, 'light')];
    runFor(substations, 16, 0, -12);
    expect(meanRoomC(substations, 'masonry')).toBeCloseTo(masonry - 33 * (1 - Math.exp(-16 / 48)), 0);
    expect(meanRoomC(substations, 'light')).toBeCloseTo(light - 33 * (1 - Math.exp(-16 / 24)), 0);
  });

  it('open their valves when too little comes, and give less heat', () => {
    const substations = new Substations(stations, city.buildings, 3, -12);
    runFor(substations, 4, 0.5, -12);
    for (const opening of substations.opening) expect(opening).toBeGreaterThan(1.2);
    for (const supply of substations.supplyC) expect(supply).toBeLessThan(secondarySupplySetC(-12) - 1);
    expect(substations.roomTempC('nobody')).toBeNaN();
  });
});
