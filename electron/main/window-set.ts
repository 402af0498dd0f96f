import { BrowserWindow, screen, type WebContents } from 'electron';
import { FIRST_WINDOWS, type WindowName } from '#shared/contract/host-bridge.ts';
import {
  arrange,
  canBeGrabbed,
  completeLayout,
  defaultLayout,
  homeOf,
  MIN_SIZE,
  monitorOf,
  withPlace,
  type Layout,
  movedWith,
  type Fill,
  type Monitor,
  type Place,
  type Spot,
} from './layout.ts';
import { keepAlive } from './keep-alive.ts';
import type { Log } from './log.ts';
import { pageUrl } from './pages.ts';

/** While monitors come and go the system moves windows by itself: for this long, no move is taken for a person's. */
const SETTLE_MS = 2_000;
/** A person drags for a while: the place is noted this long after the last move. */
const NOTE_AFTER_MS = 400;
/** By then the window manager has put a window where it was told to; the widest frame it puts around one, in pixels. */
const CHECK_AFTER_MS = 1_000;
const MAX_FRAME = 64;
/** A plugged monitor is told in several events; this long after the last one the windows are placed. */
const PLACE_AFTER_MS = 250;

export interface WindowSetDeps {
  readonly preload: string;
  readonly icon: string | undefined;
  readonly appVersion: string;
  readonly log: Log;
  titleOf(name: WindowName): string;
  /** Called after each change with what to store. */
  keep(layout: Layout): void;
}

/** The primary monitor first. */
function monitors(): Monitor[] {
  const primary = screen.getPrimaryDisplay().id;
  return [...screen.getAllDisplays()]
    .sort(
      (a, b) =>
        Number(b.id === primary) - Number(a.id === primary) || a.bounds.x - b.bounds.x || a.bounds.y - b.bounds.y,
    )
    .map(({ id, label, bounds, workArea }) => ({ id, label: label ?? '', bounds, workArea }));
}

const sameSpot = (a: Spot | undefined, b: Spot): boolean =>
  a !== undefined &&
  a.monitorId === b.monitorId &&
  a.fill === b.fill &&
  (['x', 'y', 'width', 'height'] as const).every((key) => a.bounds[key] === b.bounds[key]);

/** The console's windows over the monitors that are there: opened, kept and restored where the layout says. */
export class WindowSet {
  readonly #deps: WindowSetDeps;
  readonly #open = new Map<WindowName, BrowserWindow>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #onScreen = (): void => this.#onMonitors();
  #spots: ReadonlyMap<WindowName, Spot> = new Map();
  #layout: Layout;
  #settledAt = 0;
  #isClosing = false;

  /** `stored`: the layout kept earlier, or undefined on a first start. Needs the app to be ready. */
  constructor(stored: Layout | undefined, deps: WindowSetDeps) {
    this.#deps = deps;
    const there = monitors();
    this.#layout = stored === undefined ? defaultLayout(there) : completeLayout(stored, there);
    this.#spots = arrange(this.#layout, there);
    screen.on('display-added', this.#onScreen);
    screen.on('display-removed', this.#onScreen);
    screen.on('display-metrics-changed', this.#onScreen);
  }

  /** Opens the windows that were open when the console was last left; those of a first start when none was. */
  openAll(): void {
    const open = this.#layout.places.filter((place) => place.isOpen).map((place) => place.name);
    for (const name of open.length > 0 ? open : FIRST_WINDOWS) this.show(name);
  }

  /** Brings a window to the front, opening it first where it is closed. */
  show(name: WindowName): BrowserWindow {
    const window = this.#open.get(name) ?? this.#create(name);
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
    return window;
  }

  /** Brings the window that was last in use to the front, the desk where none is open. */
  focusAny(): void {
    const last = BrowserWindow.getFocusedWindow();
    const name = [...this.#open].find(([, window]) => window === last)?.[0] ?? [...this.#open.keys()].at(-1) ?? 'desk';
    this.show(name);
  }

  /** The window whose page `contents` is. */
  nameOf(contents: WebContents): WindowName | undefined {
    return [...this.#open].find(([, window]) => window.webContents === contents)?.[0];
  }

  /** Every open window. */
  get windows(): readonly BrowserWindow[] {
    return [...this.#open.values()];
  }

  /** Forgets where windows were and lays them out as on a first start. */
  layOutAnew(): void {
    this.#layout = defaultLayout(monitors());
    this.#deps.keep(this.#layout);
    this.#place();
  }

  /** From here on closing a window means leaving the console, not closing that window. */
  prepareToQuit(): void {
    this.#isClosing = true;
  }

  dispose(): void {
    this.#isClosing = true;
    screen.off('display-added', this.#onScreen);
    screen.off('display-removed', this.#onScreen);
    screen.off('display-metrics-changed', this.#onScreen);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const window of this.windows) window.destroy();
  }

  #create(name: WindowName): BrowserWindow {
    const spot = this.#spots.get(name);
    const window = new BrowserWindow({
      ...(spot?.bounds ?? {}),
      minWidth: MIN_SIZE.width,
      minHeight: MIN_SIZE.height,
      title: this.#deps.titleOf(name),
      ...(this.#deps.icon !== undefined && { icon: this.#deps.icon }),
      backgroundColor: '#15171a',
      autoHideMenuBar: true,
      webPreferences: {
        preload: this.#deps.preload,
        additionalArguments: [`--heatline-window=${name}`, `--heatline-version=${this.#deps.appVersion}`],
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        spellcheck: false,
        navigateOnDragDrop: false,
        // A wall that nobody clicks on goes on drawing and sounding.
        backgroundThrottling: false,
        autoplayPolicy: 'no-user-gesture-required',
      },
    });
    this.#open.set(name, window);
    if (spot !== undefined) this.#put(name, window, spot);
    this.#watch(name, window);
    keepAlive(window, name, this.#deps.log);
    void window.loadURL(pageUrl(name)).catch((error: unknown) => {
      this.#deps.log('error', 'a page did not load', { code: 'WIN0002', window: name, cause: String(error) });
    });
    return window;
  }

  #watch(name: WindowName, window: BrowserWindow): void {
    const note = (): void => this.#later(`note ${name}`, NOTE_AFTER_MS, () => this.#note(name, window));
    window.on('move', note);
    window.on('resize', note);
    for (const event of ['maximize', 'unmaximize', 'enter-full-screen', 'leave-full-screen'] as const) {
      window.on(event as 'maximize', note);
    }
    window.on('page-title-updated', (event) => event.preventDefault());
    window.on('close', () => {
      // The last window closed is the console left: it is open again at the next start.
      if (!this.#isClosing && this.#open.size > 1) this.#setOpen(name, false);
    });
    window.on('closed', () => this.#open.delete(name));
    this.#setOpen(name, true);
  }

  #setOpen(name: WindowName, isOpen: boolean): void {
    const place = this.#layout.places.find((p) => p.name === name);
    if (place === undefined || place.isOpen === isOpen) return;
    this.#keep({ ...place, isOpen });
  }

  /** Takes over where a person left the window, unless the window is a guest on a monitor that is not its own. */
  #note(name: WindowName, window: BrowserWindow): void {
    if (window.isDestroyed() || window.isMinimized() || performance.now() < this.#settledAt) return;
    const place = this.#layout.places.find((p) => p.name === name);
    if (place === undefined || this.#spots.get(name)?.isAtHome === false) return;
    const now = window.getBounds();
    const home = monitorOf(now, monitors());
    if (home === undefined) return;
    const fill = fillOf(window);
    const bounds = fill === 'normal' ? now : movedWith(place.bounds, place.home.bounds, home.bounds);
    this.#keep({ ...place, fill, bounds, home: homeOf(home) });
    this.#spots = arrange(this.#layout, monitors());
  }

  #keep(place: Place): void {
    this.#layout = withPlace(this.#layout, place);
    this.#deps.keep(this.#layout);
  }

  #onMonitors(): void {
    this.#settle();
    this.#later('place', PLACE_AFTER_MS, () => this.#place());
  }

  /** Puts each window where it belongs with the monitors of this moment; those that are right already are not touched. */
  #place(): void {
    const there = monitors();
    // Every monitor asleep or unplugged at once: nothing can be placed, and nothing is lost.
    if (there.length === 0) return;
    const before = this.#spots;
    this.#spots = arrange(this.#layout, there);
    for (const [name, spot] of this.#spots) {
      const window = this.#open.get(name);
      if (window === undefined) continue;
      // The system may have moved it already, or moved it back.
      if (sameSpot(before.get(name), spot) && standsAt(window, spot, there)) continue;
      this.#deps.log('info', 'window placed', { window: name, monitor: spot.monitorId, isAtHome: spot.isAtHome });
      this.#put(name, window, spot);
    }
  }

  #put(name: WindowName, window: BrowserWindow, spot: Spot, triesLeft = 3): void {
    const move = (): void => {
      if (window.isDestroyed()) return;
      window.setBounds(spot.bounds);
      if (spot.fill === 'maximized') window.maximize();
      if (spot.fill === 'fullScreen') window.setFullScreen(true);
    };
    this.#settle();
    this.#later(`check ${name}`, CHECK_AFTER_MS, () => this.#check(name, window, spot, triesLeft - 1));
    // Shrinking takes the window manager a moment; bounds set before it is done are thrown away.
    const now = fillOf(window);
    if (now === 'fullScreen') window.once('leave-full-screen', () => setImmediate(move)).setFullScreen(false);
    else if (now === 'maximized') window.once('unmaximize', () => setImmediate(move)).unmaximize();
    else move();
  }

  /** Puts a window again that the system put elsewhere meanwhile. */
  #check(name: WindowName, window: BrowserWindow, spot: Spot, triesLeft: number): void {
    if (window.isDestroyed() || window.isMinimized()) return;
    const isRight = standsAt(window, spot, monitors());
    if (!isRight && triesLeft > 0) this.#put(name, window, spot, triesLeft);
    if (!isRight || spot.fill !== 'normal') return;
    // On X11 a window stands beside where it was put, by the width of its frame: unheeded, it would creep at each restart.
    const { bounds } = spot;
    const now = window.getBounds();
    const frame = { x: now.x - bounds.x, y: now.y - bounds.y };
    const isFrame = [frame.x, frame.y].every((width) => width >= 0 && width <= MAX_FRAME);
    if (!isFrame || frame.x + frame.y === 0) return;
    this.#settle();
    window.setBounds({ ...bounds, x: bounds.x - frame.x, y: bounds.y - frame.y });
  }

  #settle(): void {
    this.#settledAt = performance.now() + SETTLE_MS;
  }

  #later(key: string, delayMs: number, task: () => void): void {
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(task, delayMs));
  }
}

/** On the right monitor, filling it as it should, and within reach. */
function standsAt(window: BrowserWindow, spot: Spot, there: readonly Monitor[]): boolean {
  const bounds = window.getBounds();
  return monitorOf(bounds, there)?.id === spot.monitorId && fillOf(window) === spot.fill && canBeGrabbed(bounds, there);
}

function fillOf(window: BrowserWindow): Fill {
  if (window.isFullScreen()) return 'fullScreen';
  return window.isMaximized() ? 'maximized' : 'normal';
}
