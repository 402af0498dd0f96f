import type { FeedMessage } from '#shared/contract/feed.ts';
import { assertNever } from '#shared/lib/assert-never.ts';
import type { useClock } from '../stores/clock.store.ts';
import type { useConsole } from '../stores/console.store.ts';
import type { useEntities } from '../stores/entities.store.ts';
import type { useLive } from '../stores/live.store.ts';
import type { useTelemetry } from '../stores/telemetry.store.ts';
import type { FeedSink } from './feed-reader.ts';

/** The stores that the feed writes. */
export interface FeedStores {
  readonly entities: ReturnType<typeof useEntities>;
  readonly telemetry: ReturnType<typeof useTelemetry>;
  readonly live: ReturnType<typeof useLive>;
  readonly console: ReturnType<typeof useConsole>;
  readonly clock: ReturnType<typeof useClock>;
}

/** Puts what the feed brings into the stores. `onError` gets the code by which the core refuses this page. */
export function storeSink(stores: FeedStores, onError: (code: string) => void): FeedSink {
  const { entities, telemetry, live, clock } = stores;
  return {
    rows: (rows, replace) => {
      entities.applyRows(rows, replace);
    },
    frame: (frame) => {
      telemetry.takeFrame(frame, performance.now());
    },
    message: (message) => {
      takeMessage(message);
    },
  };

  function takeMessage(message: Exclude<FeedMessage, { t: 'snapshot' | 'delta' }>): void {
    switch (message.t) {
      case 'welcome':
        clock.set(message.now);
        stores.console.coreVersion = message.coreVersion;
        stores.console.access = message.access;
        return;
      case 'status':
        clock.set(message.status.now);
        stores.console.status = message.status;
        return;
      case 'seat':
        stores.console.setSeat(message.actor);
        return;
      case 'crews':
        live.takeCrews(message, clock.coreNow());
        return;
      case 'candidates':
        live.candidates = message.candidates;
        return;
      case 'analysis':
        live.analysis = message.status;
        return;
      case 'error':
        onError(message.code);
        return;
      default:
        assertNever(message);
    }
  }
}
