import { describe, expect, it } from 'vitest';
import { fromLocalM, type LonLat } from '../../lib/geo.ts';
import { burstNumbers } from '../burst-settings/catalogue.ts';
import { complaintLayer, pressureZoneLayer } from './impact-reports.ts';
import type { BurstCandidate } from './types.ts';

const ORIGIN: LonLat = [120.38, 36.07];
const at = (eastM: number): LonLat => fromLocalM(ORIGIN, eastM, 0);
const numbers = burstNumbers();

describe('reports', () => {
  const candidate: BurstCandidate = {
    id: 'burst:k1',
    at: ORIGIN,
    confidence: 0.7,
    grade: 'likely',
    radiusM: 850,
    evidence: [
      { kind: 'complaints', refs: ['k1', 'k2', 'gone'], weight: 0.5, text: '' },
      { kind: 'pressureDrop', refs: ['S1', 'S2', 'S1'], weight: 0.2, text: '' },
    ],
    places: [],
    firstSeenAt: 0,
  };
  const places: Record<string, LonLat> = { k1: at(40), k2: at(-420) };

  it('IMP-13: a circle about all callers, 300 m at least', () => {
    const layer = complaintLayer(candidate, (id) => places[id], numbers);
    expect(layer).toMatchObject({
      kind: 'complaints',
      basis: 'reports',
      figures: { complaints: 3, confidence: 0.7 },
      shape: { type: 'complaints', complaintIds: ['k1', 'k2', 'gone'], at: ORIGIN },
    });
    expect(layer?.figures['radiusM']).toBeCloseTo(420, 0);
    expect(complaintLayer(candidate, () => undefined, numbers)?.figures['radiusM']).toBe(300);
    expect(complaintLayer({ ...candidate, evidence: [] }, () => undefined, numbers)).toBeUndefined();
  });

  it('IMP-14: a zone with its confidence', () => {
    expect(pressureZoneLayer(candidate, numbers)).toMatchObject({
      kind: 'pressureZone',
      figures: { radiusM: 850, stations: 2, confidence: 0.7 },
      shape: { type: 'circle', at: ORIGIN, radiusM: 850 },
    });
    expect(pressureZoneLayer({ ...candidate, evidence: [] }, numbers)).toBeUndefined();
  });
});
