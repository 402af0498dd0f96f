/**
 * The rooms of the house and who may import whom (ARCHITECTURE.md). First match wins, so the narrower pattern stands first.
 */
export const rooms = [
  { type: 'lib', pattern: 'shared/lib' },
  { type: 'domain', pattern: 'shared/domain' },
  { type: 'contract', pattern: 'shared/contract' },
  { type: 'kit', pattern: 'electron/kit' },
  { type: 'coreEntry', pattern: 'electron/core/entry' },
  { type: 'core', pattern: 'electron/core' },
  { type: 'hub', pattern: 'electron/hub' },
  { type: 'city', pattern: 'electron/city' },
  { type: 'cli', pattern: 'electron/cli' },
  { type: 'main', pattern: 'electron/main' },
  { type: 'preload', pattern: 'electron/preload' },
  { type: 'windows', pattern: 'renderer/windows' },
  { type: 'features', pattern: 'renderer/features' },
  { type: 'commands', pattern: 'renderer/commands' },
  { type: 'link', pattern: 'renderer/link' },
  { type: 'stores', pattern: 'renderer/stores' },
  { type: 'ui', pattern: 'renderer/ui' },
  { type: 'map', pattern: 'renderer/map' },
  { type: 'locales', pattern: 'renderer/locales' },
] as const;

type Room = (typeof rooms)[number]['type'];

const shared = ['lib', 'domain', 'contract'] as const;

const table: Record<Room, readonly Room[]> = {
  lib: [],
  domain: ['lib'],
  contract: ['domain', 'lib'],
  kit: [...shared],
  core: [...shared, 'kit'],
  coreEntry: [...shared, 'kit', 'core'],
  hub: [...shared, 'kit'],
  city: [...shared, 'kit'],
  // The command line carries out verbs of core and hub on their files; it holds no rule of its own.
  cli: [...shared, 'kit', 'core'],
  main: ['contract', 'lib', 'kit'],
  preload: ['contract'],
  windows: [...shared, 'features', 'stores', 'commands', 'link', 'ui', 'map', 'locales'],
  features: [...shared, 'stores', 'commands', 'ui', 'map', 'locales'],
  commands: [...shared, 'link', 'stores', 'locales'],
  link: [...shared, 'stores'],
  stores: [...shared],
  ui: [...shared, 'locales'],
  map: [...shared, 'ui', 'locales'],
  locales: [...shared],
};

/** Every room may import itself and packages; from other rooms only what the table names. */
export const allowedImports = [
  { allow: { to: { module: { origin: ['external', 'core'] } } } },
  ...(Object.keys(table) as Room[]).map((from) => ({
    from: { element: { type: from } },
    allow: { to: { element: { types: { anyOf: [from, ...table[from]] } } } },
  })),
];
