import type { Pinia } from 'pinia';
import { codeOf } from '#shared/lib/coded-error.ts';
import { useCatalogue } from '../stores/catalogue.store.ts';
import { useClock } from '../stores/clock.store.ts';
import { useConsole } from '../stores/console.store.ts';
import { useEntities } from '../stores/entities.store.ts';
import { useLive } from '../stores/live.store.ts';
import { useNetwork } from '../stores/network.store.ts';
import { useTelemetry } from '../stores/telemetry.store.ts';
import { Connection } from './connection.ts';
import { browserDial, hostDial, type ConsoleApi, type Dial } from './dial.ts';
import { storeSink } from './store-sink.ts';
import { WatchList } from './watch-list.ts';

/** The page's one link to its core. */
export interface Link {
  /** @throws CodedError PAG0003 while there is no connection */
  readonly api: ConsoleApi;
  /** Asks for live values of these catalogue indexes, 1 to 10 times a second, until the returned function is called. */
  watchSignals(signals: readonly number[], hz: number): () => void;
  /** Loads network and buildings when a view first needs them; follows new revisions from then on. */
  ensureNetwork(): void;
  retryNow(): void;
  /** Runs `task` each time the connection has opened. Returns the way to stop. */
  onOpened(task: () => void): () => void;
  dispose(): void;
}

let current: Link | undefined;

/** The link of this page. Throws before {@link startLink}: a window's main.ts starts it first. */
export function theLink(): Link {
  if (!current) throw new Error('the link has not been started');
  return current;
}

/** How this page reaches its core: through its host when it has one, else to where it was served from. */
function dialOfThisPage(): Dial {
  if (window.heatline) return hostDial(window.heatline);
  const memory = {
    session: sessionStorage,
    local: localStorage,
    location,
    replaceAddress: (address: string) => {
      history.replaceState(history.state, '', address);
    },
  };
  return browserDial(memory, location.origin);
}

/** Opens the link and lets it write the stores until it is disposed. One a page. */
export function startLink(pinia: Pinia): Link {
  const consoleStore = useConsole(pinia);
  const clock = useClock(pinia);
  const catalogue = useCatalogue(pinia);
  const network = useNetwork(pinia);
  const telemetry = useTelemetry(pinia);
  const stores = { entities: useEntities(pinia), telemetry, live: useLive(pinia), console: consoleStore, clock };
  const openedTasks = new Set<() => void>();
  let isNetworkWanted = false;
  let isCatalogueLoading = false;
  /** A status that came while they were being loaded names another revision than the one asked for: it is not told again. */
  let isCatalogueBehind = false;
  let isNetworkBehind = false;
  let seenStatus = consoleStore.status;

  const sink = storeSink(stores, (code) => {
    connection.refused(code);
  });
  const connection = new Connection(dialOfThisPage(), sink, {
    phase: consoleStore.setPhase,
    retryIn: (ms) => {
      consoleStore.retryAt = clock.coreNow() + ms;
    },
    heard: () => {
      consoleStore.lastMessageAt = clock.coreNow();
      if (consoleStore.status !== seenStatus) followRevisions();
    },
    opened: () => {
      void loadCatalogue();
      if (isNetworkWanted) void loadNetwork();
      for (const task of openedTasks) task();
    },
  });
  const watches = new WatchList((signals, hz) => {
    connection.watch(signals, hz);
  });
  const ticking = setInterval(clock.tick, 1000);
  const stopHost = window.heatline?.onCoreState((state) => {
    connection.onCoreState(state);
  });

  function followRevisions(): void {
    const status = consoleStore.status;
    seenStatus = status;
    if (!status) return;
    isCatalogueBehind = isCatalogueLoading;
    isNetworkBehind = network.state === 'loading';
    if (status.catalogueRevision !== catalogue.revision) void loadCatalogue();
    if (isNetworkWanted && status.networkRevision !== network.revision) void loadNetwork();
  }

  async function loadCatalogue(): Promise<void> {
    if (isCatalogueLoading) return;
    isCatalogueLoading = true;
    isCatalogueBehind = false;
    try {
      const [{ revision, signals }, limits] = await Promise.all([
        connection.api.catalogue.signals(),
        connection.api.catalogue.limits(),
      ]);
      const isNew = revision !== catalogue.revision;
      telemetry.resize(signals.length, isNew);
      catalogue.replace({ revision, signals, limits });
    } catch {
      // The connection went or the core is starting: `opened` or the next status asks again.
    } finally {
      isCatalogueLoading = false;
    }
    if (isCatalogueBehind && consoleStore.status?.catalogueRevision !== catalogue.revision) await loadCatalogue();
  }

  async function loadNetwork(): Promise<void> {
    if (network.state === 'loading') return;
    network.beginLoading();
    isNetworkBehind = false;
    try {
      const [{ revision, network: loaded }, buildings] = await Promise.all([
        connection.api.network.get(),
        connection.api.network.buildings(),
      ]);
      network.replace({ revision, network: loaded, buildings });
    } catch (cause) {
      network.fail(codeOf(cause) ?? 'PAG0003');
      return;
    }
    if (isNetworkBehind && consoleStore.status?.networkRevision !== network.revision) await loadNetwork();
  }

  connection.start();
  current = {
    get api() {
      return connection.api;
    },
    watchSignals: (signals, hz) => watches.add(signals, hz),
    ensureNetwork: () => {
      if (isNetworkWanted && network.state !== 'failed') return;
      isNetworkWanted = true;
      if (consoleStore.isConnected) void loadNetwork();
    },
    retryNow: () => {
      connection.retryNow();
    },
    onOpened: (task) => {
      openedTasks.add(task);
      return () => openedTasks.delete(task);
    },
    dispose: () => {
      clearInterval(ticking);
      stopHost?.();
      connection.dispose();
      current = undefined;
    },
  };
  return current;
}
