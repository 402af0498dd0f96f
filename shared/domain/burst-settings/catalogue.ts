/** Where a number comes from: stated by operators, a standard or paper, our engineering default (DOMAIN.md). */
export type ParamSource = 'seed' | 'std' | 'eng';

export interface BurstParam {
  readonly unit: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly source: ParamSource;
  /** What the source is, in a few words; shown beside the number. */
  readonly of: string;
}

const param = (value: number, unit: string, min: number, max: number, source: ParamSource, of: string): BurstParam => ({
  value,
  unit,
  min,
  max,
  source,
  of,
});

/** Every number of the burst layers with unit, range and source. Keys are `group.name`; the group is the layer (or plan) that uses it. */
export const BURST_PARAMS = {
  'leak.cd': param(0.6, '', 0.1, 1, 'eng', 'DOMAIN.md, Burst impact 1'),
  'leak.smallShare': param(0.01, '', 0.0001, 1, 'eng', 'share of the bore, small leak'),
  'leak.burstShare': param(0.1, '', 0.0001, 1, 'eng', 'share of the bore, burst'),
  'leak.ruptureShare': param(1, '', 0.0001, 1, 'eng', 'share of the bore, rupture'),
  'leak.assumedSupplyMPa': param(0.6, 'MPa', 0, 2.5, 'eng', 'supply pressure where nothing near is measured'),
  'leak.assumedSupplyC': param(100, '°C', 1, 180, 'eng', 'supply temperature where nothing near is measured'),
  'leak.assumedReturnMPa': param(0.35, 'MPa', 0, 2.5, 'eng', 'return pressure where nothing near is measured'),
  'leak.assumedReturnC': param(50, '°C', 1, 180, 'eng', 'return temperature where nothing near is measured'),
  'leak.readingWithinM': param(3000, 'm', 10, 50_000, 'eng', 'readings from farther away do not speak for the place'),
  'source.liftM': param(60, 'm', 1, 300, 'eng', 'lift of the circulation pumps where it is not read'),
  'source.holdM': param(35, 'm', 0, 200, 'eng', 'suction head that make-up holds where it is not read'),
  'source.makeupShare': param(0.05, '', 0, 1, 'eng', 'largest make-up, share of the circulation'),
  'source.droopM': param(6, 'm', 0.1, 100, 'eng', 'fall of the suction head at full make-up'),
  'source.reserveShare': param(0.3, '', 0, 1, 'eng', 'reserve without a meter, share of the circulation'),
  'source.reserveBelowM': param(5, 'm', 0, 100, 'eng', 'it steps in so far below the held head'),
  'source.lossShare': param(0.005, '', 0, 0.5, 'eng', 'normal losses where no make-up is read'),
  'washout.lowM': param(5, 'm', 0, 100, 'std', 'ACEE 2019-011, below the limit pressure'),
  'washout.highM': param(7, 'm', 0, 100, 'std', 'ACEE 2019-011, above the limit pressure'),
  'washout.limitMPa': param(0.4, 'MPa', 0.01, 2.5, 'std', 'ACEE 2019-011'),
  'washout.largeM': param(10, 'm', 0, 100, 'eng', 'large bores'),
  'washout.largeDnMm': param(300, 'mm', 50, 2000, 'eng', 'from this DN'),
  'spread.depthM': param(0.05, 'm', 0.005, 2, 'eng', 'depth of the water on the ground'),
  'spread.isolationMin': param(30, 'min', 1, 1440, 'eng', 'time to isolation until known'),
  'spread.scaldC': param(50, '°C', 40, 100, 'eng', 'scald hazard from here'),
  'service.flowShare': param(0.9, '', 0.1, 1, 'eng', 'of the flow before'),
  'service.headM': param(5, 'm', 0, 50, 'eng', 'least pressure difference'),
  'cluster.radiusM': param(300, 'm', 20, 5000, 'eng', 'ST-DBSCAN, neighbours in space'),
  'cluster.windowMin': param(30, 'min', 1, 720, 'eng', 'ST-DBSCAN, neighbours in time'),
  'cluster.minPoints': param(3, '', 1, 100, 'eng', 'callers that make a dense spot'),
  'cluster.minWeight': param(2, '', 0.1, 100, 'eng', 'or so much weight'),
  'cluster.waterWeight': param(0.6, '', 0, 1, 'eng', 'weight of one who saw water'),
  'cluster.lookBackMin': param(180, 'min', 10, 1440, 'eng', 'older complaints do not count'),
  'cluster.snapM': param(400, 'm', 1, 5000, 'eng', 'farther from a pipe it stays unsnapped'),
  'cluster.spreadM': param(120, 'm', 10, 2000, 'eng', 'callers grow fewer with this distance from the water'),
  'cluster.strayShare': param(0.35, '', 0.01, 0.9, 'eng', 'callers about water that comes from elsewhere'),
  'pressure.noiseM': param(0.05, 'm', 0.001, 5, 'eng', 'noise of a station pressure, 1 sigma of its mean'),
  'pressure.leastDropM': param(1, 'm', 0.05, 50, 'eng', 'greatest drop must exceed this to speak at all'),
  'pressure.minStations': param(3, '', 1, 100, 'eng', 'stations that must have dropped'),
  'pressure.radiusM': param(2500, 'm', 100, 20_000, 'eng', 'pressure alarms nearer than this speak for a place'),
  'pressure.plantShare': param(0.6, '', 0.1, 1, 'eng', 'more low stations than this: the source, not a burst'),
  'pressure.makeupNoiseTPerH': param(2, 't/h', 0.1, 100, 'eng', 'noise of the make-up, 1 sigma of its mean'),
  'pressure.temper': param(1, '', 1, 100, 'eng', 'stations whose model errors go together count as one'),
  'pressure.zoneShare': param(0.8, '', 0.1, 0.99, 'eng', 'share of the places that a zone encloses'),
  'pressure.returnFallK': param(2, 'K', 0.5, 30, 'eng', 'fall of the return temperature that speaks'),
  'places.apartM': param(150, 'm', 1, 2000, 'eng', 'pipes nearer to each other are one place'),
  'places.leadShare': param(0.5, '', 0.1, 1, 'eng', 'share from which pressures alone name a pipe'),
  'confidence.complaintsMost': param(0.7, '', 0, 1, 'eng', 'most that callers can say alone'),
  'confidence.complaintsScale': param(1.5, '', 0.1, 20, 'eng', 'weight of callers that says 63 % of it'),
  'confidence.alarmsMost': param(0.5, '', 0, 1, 'eng', 'most that pressure alarms can say alone'),
  'confidence.alarmsScale': param(2, '', 0.1, 50, 'eng', 'stations with an alarm that say 63 % of it'),
  'confidence.modelMost': param(0.75, '', 0, 1, 'eng', 'most that drops can say which the model explains'),
  'confidence.makeupMost': param(0.3, '', 0, 1, 'eng', 'what the make-up can say'),
  'confidence.returnMost': param(0.15, '', 0, 1, 'eng', 'most that return temperatures can say'),
  'confidence.confirmed': param(0.8, '', 0.1, 1, 'eng', 'confirmed-grade from here'),
  'confidence.likely': param(0.5, '', 0.1, 1, 'eng', 'likely from here'),
  'cold.roomC': param(20, '°C', 5, 30, 'eng', 'room temperature at the start, where none is known'),
  'cold.reportH': param(24, 'h', 1, 240, 'eng', 'a room temperature reported this long before the loss still holds'),
  'cold.masonryH': param(48, 'h', 1, 500, 'eng', 'time constant, masonry'),
  'cold.lightH': param(24, 'h', 1, 500, 'eng', 'time constant, light construction'),
  'cold.firstC': param(18, '°C', 0, 25, 'std', 'standard room temperature, local law'),
  'cold.secondC': param(16, '°C', 0, 25, 'seed', 'urgent below'),
  'cold.thirdC': param(5, '°C', 0, 25, 'eng', 'pipes in the house may freeze'),
  'plan.level1Households': param(500, '', 1, 1e6, 'eng', 'general incident, households'),
  'plan.level1Hours': param(12, 'h', 0.5, 1000, 'eng', 'general incident, for longer than'),
  'plan.level2Households': param(3000, '', 1, 1e6, 'eng', 'larger incident, households'),
  'plan.level2Hours': param(24, 'h', 0.5, 1000, 'eng', 'larger incident, for longer than'),
  'plan.level3Households': param(10000, '', 1, 1e6, 'eng', 'DOMAIN.md, Incident grade: major, households'),
  'plan.level3Hours': param(24, 'h', 0.5, 1000, 'eng', 'DOMAIN.md, Incident grade: major, for longer than'),
  'plan.level4Households': param(30000, '', 1, 1e6, 'eng', 'extremely major, households'),
  'plan.level4Hours': param(48, 'h', 0.5, 1000, 'eng', 'extremely major, for longer than'),
} as const satisfies Readonly<Record<string, BurstParam>>;

export type BurstParamKey = keyof typeof BURST_PARAMS;
export type BurstNumbers = Readonly<Record<BurstParamKey, number>>;

export const BURST_PARAM_KEYS = Object.keys(BURST_PARAMS) as readonly BurstParamKey[];

export function isBurstParamKey(key: string): key is BurstParamKey {
  return Object.hasOwn(BURST_PARAMS, key);
}

/** The numbers that hold: the defaults, then what the site set, then what this one question asks for. */
export function burstNumbers(
  ...over: readonly (Readonly<Partial<Record<BurstParamKey, number>>> | undefined)[]
): BurstNumbers {
  const defaults = Object.fromEntries(BURST_PARAM_KEYS.map((key) => [key, BURST_PARAMS[key].value])) as Record<
    BurstParamKey,
    number
  >;
  return Object.assign(defaults, ...over) as BurstNumbers;
}
