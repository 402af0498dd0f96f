import { isWindowName, WINDOW_NAMES, type WindowName } from '#shared/contract/host-bridge.ts';

/** Device-independent pixels, as Electron's screen module counts them. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is needed of Electron's Display. */
export interface Monitor {
  readonly id: number;
  readonly label: string;
  readonly bounds: Rect;
  readonly workArea: Rect;
}

/** How a monitor is known again after a restart or after it was unplugged: its id may have changed meanwhile. */
export interface Home {
  readonly id: number;
  readonly label: string;
  readonly bounds: Rect;
}

export const FILLS = ['normal', 'maximized', 'fullScreen'] as const;
export type Fill = (typeof FILLS)[number];

/** Where a window belongs. `bounds` are those of the window while it is `normal`, as they were with its home at `home.bounds`. */
export interface Place {
  readonly name: WindowName;
  readonly isOpen: boolean;
  readonly fill: Fill;
  readonly home: Home;
  readonly bounds: Rect;
}

export interface Layout {
  readonly version: 1;
  readonly places: readonly Place[];
}

/** Where a window goes now. `isAtHome` is false while its own monitor is missing. */
export interface Spot {
  readonly monitorId: number;
  readonly bounds: Rect;
  readonly fill: Fill;
  readonly isAtHome: boolean;
}

/** Smallest window that can be worked with; also the least that a stored size may say. */
export const MIN_SIZE = { width: 640, height: 400 } as const;

/** A window stays where it is as long as this much of its title strip can be grabbed. */
const GRAB = { width: 120, height: 32 } as const;

const area = (r: Rect): number => r.width * r.height;

const sameRect = (a: Rect, b: Rect): boolean =>
  a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

function overlap(a: Rect, b: Rect): Rect | undefined {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

function centreDistance(a: Rect, b: Rect): number {
  return Math.hypot(a.x + a.width / 2 - b.x - b.width / 2, a.y + a.height / 2 - b.y - b.height / 2);
}

/** What to remember of a monitor. */
export function homeOf(monitor: Monitor): Home {
  return { id: monitor.id, label: monitor.label, bounds: monitor.bounds };
}

/**
 * The monitor that `home` names, or undefined while it is not there. Same id and size first, then same label, place and size,
 * then a single monitor of the same label and size (it was moved on the desktop and the system gave it a new id).
 */
export function findHome(home: Home, monitors: readonly Monitor[]): Monitor | undefined {
  const sameSize = monitors.filter(
    (m) => m.bounds.width === home.bounds.width && m.bounds.height === home.bounds.height,
  );
  const byLabel = sameSize.filter((m) => m.label !== '' && m.label === home.label);
  return (
    sameSize.find((m) => m.id === home.id) ??
    sameSize.find((m) => m.label === home.label && sameRect(m.bounds, home.bounds)) ??
    (byLabel.length === 1 ? byLabel[0] : undefined)
  );
}

/** The monitor that shows most of a window; without any overlap, the nearest. */
export function monitorOf(bounds: Rect, monitors: readonly Monitor[]): Monitor | undefined {
  const seen = (m: Monitor): number => area(overlap(bounds, m.bounds) ?? { x: 0, y: 0, width: 0, height: 0 });
  return [...monitors].sort(
    (a, b) => seen(b) - seen(a) || centreDistance(bounds, a.bounds) - centreDistance(bounds, b.bounds),
  )[0];
}

/** True while a person can see enough of the title strip, on whichever monitor, to move the window. */
export function canBeGrabbed(bounds: Rect, monitors: readonly Monitor[]): boolean {
  const strip = { ...bounds, height: GRAB.height };
  return monitors.some((m) => {
    const seen = overlap(strip, m.workArea);
    return seen !== undefined && seen.width >= GRAB.width && seen.height >= GRAB.height / 2;
  });
}

/** Moves `bounds` into `box`, and shrinks them only where they are larger than it. */
export function fitInto(bounds: Rect, box: Rect): Rect {
  const width = Math.min(Math.max(bounds.width, MIN_SIZE.width), box.width);
  const height = Math.min(Math.max(bounds.height, MIN_SIZE.height), box.height);
  return {
    x: clamp(bounds.x, box.x, box.x + box.width - width),
    y: clamp(bounds.y, box.y, box.y + box.height - height),
    width,
    height,
  };
}

/** Fills a monitor; no longer filling it, the window takes four fifths of the monitor's width and height. */
function filling(name: WindowName, monitor: Monitor, fill: Fill): Place {
  const { x, y, width, height } = monitor.workArea;
  const tenth = (length: number): number => Math.round(length / 10);
  const bounds = {
    x: x + tenth(width),
    y: y + tenth(height),
    width: width - 2 * tenth(width),
    height: height - 2 * tenth(height),
  };
  return { name, isOpen: true, fill, home: homeOf(monitor), bounds };
}

/**
 * The layout of a first start. The wall has the largest monitor to itself, full screen; the others fill the rest from the primary one on
 * (the desk where the dispatcher's keyboard is, the map beside it), stacked where monitors are fewer than windows.
 * `monitors[0]` is the primary one. On a single monitor everything is stacked, the function keys bring a window up.
 */
export function defaultLayout(monitors: readonly Monitor[]): Layout {
  const bySize = [...monitors].sort((a, b) => area(b.bounds) - area(a.bounds));
  const largest = bySize[0];
  if (largest === undefined) return { version: 1, places: [] };
  const rest = monitors.length === 1 ? [largest] : monitors.filter((m) => m !== largest);
  const seat = (index: number): Monitor => rest[Math.min(index, rest.length - 1)] ?? largest;
  return {
    version: 1,
    places: [
      filling('wall', largest, monitors.length > 1 ? 'fullScreen' : 'maximized'),
      filling('map', seat(1), 'maximized'),
      filling('alert', rest.length > 2 ? seat(2) : seat(0), 'maximized'),
      filling('desk', seat(0), 'maximized'),
      { ...filling('alarms', seat(0), 'maximized'), isOpen: false },
      { ...filling('settings', seat(0), 'normal'), isOpen: false },
    ],
  };
}

/** Adds the windows that a stored layout does not name (it was written by an older version). */
export function completeLayout(stored: Layout, monitors: readonly Monitor[]): Layout {
  const missing = defaultLayout(monitors).places.filter((p) => !stored.places.some((s) => s.name === p.name));
  return { version: 1, places: [...stored.places, ...missing] };
}

/** The monitor for a window whose own is missing: not the wall's while there is another, then the nearest to its own. */
function refuge(place: Place, wall: Place | undefined, monitors: readonly Monitor[]): Monitor | undefined {
  const wallMonitor = wall === undefined ? undefined : findHome(wall.home, monitors);
  const free = place.name === 'wall' ? monitors : monitors.filter((m) => m !== wallMonitor);
  const choice = free.length > 0 ? free : monitors;
  return [...choice].sort(
    (a, b) => centreDistance(place.home.bounds, a.bounds) - centreDistance(place.home.bounds, b.bounds),
  )[0];
}

/** `bounds` after the monitor at `from` went to `to`. */
export function movedWith(bounds: Rect, from: Rect, to: Rect): Rect {
  return { ...bounds, x: bounds.x + to.x - from.x, y: bounds.y + to.y - from.y };
}

/** Where each window goes with the monitors that are there. Empty while no monitor is. */
export function arrange(layout: Layout, monitors: readonly Monitor[]): ReadonlyMap<WindowName, Spot> {
  const wall = layout.places.find((p) => p.name === 'wall');
  const spots = new Map<WindowName, Spot>();
  for (const place of layout.places) {
    const own = findHome(place.home, monitors);
    const monitor = own ?? refuge(place, wall, monitors);
    if (monitor === undefined) continue;
    const moved = movedWith(place.bounds, place.home.bounds, monitor.bounds);
    // A window that spans monitors on purpose stays as it is, one that nobody can reach is brought back.
    const isFine = own !== undefined && place.fill === 'normal' && canBeGrabbed(moved, monitors);
    const bounds = isFine ? moved : fitInto(moved, monitor.workArea);
    spots.set(place.name, {
      monitorId: monitor.id,
      bounds,
      // A guest leaves the bars of its host in reach.
      fill: own === undefined && place.fill === 'fullScreen' ? 'maximized' : place.fill,
      isAtHome: own !== undefined,
    });
  }
  return spots;
}

/** The layout after a person moved, resized, opened, closed or (un)filled a window. The window's home becomes the monitor that shows it. */
export function withPlace(layout: Layout, place: Place): Layout {
  return { version: 1, places: [...layout.places.filter((p) => p.name !== place.name), place] };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function isRect(value: unknown): value is Rect {
  return isRecord(value) && ['x', 'y', 'width', 'height'].every((key) => Number.isFinite(value[key]));
}

function isPlace(value: unknown): value is Place {
  if (!isRecord(value) || !isRecord(value['home'])) return false;
  const { home } = value;
  return (
    isWindowName(value['name']) &&
    typeof value['isOpen'] === 'boolean' &&
    FILLS.some((fill) => fill === value['fill']) &&
    isRect(value['bounds']) &&
    typeof home['id'] === 'number' &&
    typeof home['label'] === 'string' &&
    isRect(home['bounds'])
  );
}

/** Reads a stored layout. Undefined for anything that is not one: the caller then starts from the default. */
export function parseLayout(text: string): Layout | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || value['version'] !== 1 || !Array.isArray(value['places'])) return undefined;
  if (!value['places'].every(isPlace)) return undefined;
  const places: Place[] = value['places'];
  return WINDOW_NAMES.every((name) => places.filter((p) => p.name === name).length <= 1)
    ? { version: 1, places }
    : undefined;
}
