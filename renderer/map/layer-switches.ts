/** What an operator can switch, by groups of the legend. */
export const LAYER_GROUPS = {
  network: ['pipes', 'valves', 'networkState', 'zones', 'buildings'],
  plant: ['stations', 'sensitive'],
  customers: ['complaints', 'complaintHeat'],
  field: ['orders', 'geofences', 'crews', 'tracks', 'repairPoints'],
  burst: ['candidates'],
} as const;

export type LayerGroup = keyof typeof LAYER_GROUPS;
export type LayerSwitch = (typeof LAYER_GROUPS)[LayerGroup][number];

export const SWITCHES: readonly LayerSwitch[] = Object.values(LAYER_GROUPS).flat();

/** Layers that are off until somebody wants them: what covers others, or is asked for now and then. */
const OFF_AT_FIRST: ReadonlySet<LayerSwitch> = new Set(['zones', 'complaintHeat']);

/** Layers that are off, by what was chosen at this seat; a choice of an older version that no layer has any more is passed over. */
export const hiddenLayers = (chosen: Readonly<Record<string, unknown>>): ReadonlySet<LayerSwitch> =>
  new Set(
    SWITCHES.filter((name) => {
      const isShown = chosen[name];
      return typeof isShown === 'boolean' ? !isShown : OFF_AT_FIRST.has(name);
    }),
  );
