import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WINDOW_NAMES } from '#shared/contract/host-bridge.ts';
import {
  arrange,
  canBeGrabbed,
  completeLayout,
  defaultLayout,
  findHome,
  homeOf,
  monitorOf,
  parseLayout,
  withPlace,
  type Monitor,
  type Rect,
} from './layout.ts';

const monitor = (id: number, x: number, y: number, width: number, height: number): Monitor => {
  const bounds = { x, y, width, height };
  return { id, label: `DUMMY${String(id)}`, bounds, workArea: { x, y: y + 24, width, height: height - 24 } };
};

const left = monitor(0, 0, 0, 1920, 1080);
const middle = monitor(1, 1920, 0, 1920, 1080);
const big = monitor(2, 0, 1080, 3840, 2160);
const room = [left, middle, big];

describe('a first start', () => {
  it('gives the wall the largest monitor, the desk the primary one, the map the next', () => {
    const spots = arrange(defaultLayout(room), room);
    expect(spots.get('wall')).toMatchObject({ monitorId: 2, fill: 'fullScreen', isAtHome: true });
    expect(spots.get('desk')).toMatchObject({ monitorId: 0, fill: 'maximized' });
    expect(spots.get('map')).toMatchObject({ monitorId: 1, fill: 'maximized' });
    expect(spots.get('alert')).toMatchObject({ monitorId: 0 });
  });

  it('gives the alert a monitor of its own where there are four', () => {
    const spots = arrange(defaultLayout([...room, monitor(3, 3840, 0, 1920, 1080)]), [
      ...room,
      monitor(3, 3840, 0, 1920, 1080),
    ]);
    expect(new Set([...spots.values()].map((s) => s.monitorId)).size).toBe(4);
  });

  it('stacks all windows on a single monitor, none of them full screen', () => {
    const spots = [...arrange(defaultLayout([left]), [left]).values()];
    expect(spots).toHaveLength(WINDOW_NAMES.length);
    expect(spots.every((s) => s.monitorId === 0 && s.fill !== 'fullScreen')).toBe(true);
  });
});

describe('an unplugged monitor', () => {
  const layout = defaultLayout(room);

  it('sends its window to a monitor that is left, not over the wall', () => {
    const spot = arrange(layout, [left, big]).get('map');
    expect(spot).toMatchObject({ monitorId: 0, isAtHome: false, fill: 'maximized' });
    expect(spot?.bounds).toMatchObject({ x: 192, width: 1536 });
  });

  it('takes the window back when it returns, even under a new id', () => {
    const returned = { ...middle, id: 77 };
    expect(arrange(layout, [left, big, returned]).get('map')).toMatchObject({ monitorId: 77, isAtHome: true });
  });

  it('ends full screen while the wall is a guest, and restores it at home', () => {
    expect(arrange(layout, [left, middle]).get('wall')).toMatchObject({ fill: 'maximized', isAtHome: false });
    expect(arrange(layout, room).get('wall')).toMatchObject({ fill: 'fullScreen', isAtHome: true });
  });

  it('uses the wall monitor when no other is left', () => {
    expect(arrange(layout, [big]).get('desk')).toMatchObject({ monitorId: 2, isAtHome: false });
  });
});

describe('finding a monitor again', () => {
  it('knows it by its label where place and id have changed', () => {
    const moved = { ...middle, id: 9, bounds: { ...middle.bounds, x: -1920 } };
    expect(findHome(homeOf(middle), [left, moved])).toBe(moved);
  });

  it('does not take a monitor of another size for it, though the id is the same', () => {
    expect(findHome(homeOf(middle), [{ ...big, id: middle.id }])).toBeUndefined();
  });

  it('does not take the monitor that slid into its place for it', () => {
    const slid = { ...middle, bounds: left.bounds, workArea: left.workArea };
    expect(findHome(homeOf(left), [slid])).toBeUndefined();
  });

  it('does not guess between two of the same label', () => {
    const twins = [5, 6].map((id) => ({ ...monitor(id, id * 4000, 0, 1920, 1080), label: middle.label }));
    expect(findHome(homeOf(middle), twins)).toBeUndefined();
  });

  it('moves the window along with its monitor', () => {
    const bounds = { x: 2000, y: 100, width: 800, height: 600 };
    const layout = withPlace(defaultLayout(room), {
      name: 'map',
      isOpen: true,
      fill: 'normal',
      home: homeOf(middle),
      bounds,
    });
    const moved = { ...monitor(1, -1920, 0, 1920, 1080) };
    expect(arrange(layout, [left, moved]).get('map')?.bounds).toEqual({ ...bounds, x: -1840 });
  });
});

describe('a window out of reach', () => {
  const place = (bounds: Rect) =>
    withPlace(defaultLayout(room), { name: 'desk', isOpen: true, fill: 'normal', home: homeOf(left), bounds });

  it('is brought back into its monitor at its size', () => {
    const spot = arrange(place({ x: -5000, y: -300, width: 900, height: 700 }), room).get('desk');
    expect(spot?.bounds).toEqual({ x: 0, y: 24, width: 900, height: 700 });
  });

  it('stays where it spans two monitors on purpose', () => {
    const wide = { x: 960, y: 24, width: 1920, height: 1000 };
    expect(arrange(place(wide), room).get('desk')?.bounds).toEqual(wide);
  });

  it('can be grabbed after arranging, whatever was stored and whichever monitors are there', () => {
    const rect = fc.record({
      x: fc.integer({ min: -20_000, max: 20_000 }),
      y: fc.integer({ min: -20_000, max: 20_000 }),
      width: fc.integer({ min: 1, max: 12_000 }),
      height: fc.integer({ min: 1, max: 12_000 }),
    });
    fc.assert(
      fc.property(rect, fc.shuffledSubarray(room, { minLength: 1 }), (bounds, there) => {
        for (const spot of arrange(place(bounds), there).values()) {
          expect(canBeGrabbed(spot.bounds, there)).toBe(true);
        }
      }),
    );
  });
});

describe('the stored layout', () => {
  it('is read back as it was written', () => {
    const layout = defaultLayout(room);
    expect(parseLayout(JSON.stringify(layout))).toEqual(layout);
  });

  it.each([
    'nonsense',
    '[]',
    '{"version":2,"places":[]}',
    '{"version":1,"places":[{"name":"wall"}]}',
    '{"version":1,"places":[null]}',
    JSON.stringify(defaultLayout([left])).replace('1920', '"wide"'),
    JSON.stringify({ version: 1, places: [...defaultLayout([left]).places, ...defaultLayout([left]).places] }),
  ])('is refused when it is not one: %s', (text) => {
    expect(parseLayout(text)).toBeUndefined();
  });

  it('gets the windows that it does not name', () => {
    const [wall] = defaultLayout(room).places;
    const whole = completeLayout({ version: 1, places: wall === undefined ? [] : [wall] }, room);
    expect(whole.places.map((p) => p.name).sort()).toEqual(['alarms', 'alert', 'desk', 'map', 'settings', 'wall']);
  });

  it('takes as home the monitor that shows most of a window', () => {
    expect(monitorOf({ x: 1800, y: 10, width: 600, height: 400 }, room)).toBe(middle);
    expect(monitorOf({ x: 9000, y: 0, width: 600, height: 400 }, room)).toBe(middle);
  });
});
