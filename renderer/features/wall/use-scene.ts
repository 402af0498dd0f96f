import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';
import { useI18n } from 'vue-i18n';
import { PLANT_STATES, type PlantState } from '#shared/domain/station/types.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import { useClock } from '../../stores/clock.store.ts';
import { useEntities } from '../../stores/entities.store.ts';
import { usePreferences, type Distance } from '../../stores/preferences.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { newColumns } from './scene/columns.ts';
import type { GroupHeading, LayoutReport, SparksMessage, WallMessage, WallWords } from './scene/messages.ts';
import { MAIN_MEASURE, type Wall } from './use-wall.ts';
import type { Rect } from './wall-layout.ts';
import type { WallGroup } from './wall-model.ts';
import { readColours } from './wall-palette.ts';
import { fillColumns } from './wall-signals.ts';
import { openSurface, type WallSurface } from './wall-surface.ts';

const SCALES: Readonly<Record<Distance, number>> = { desk: 1, wall3: 1.6, wall6: 2.4 };

interface SceneInput {
  readonly wall: Wall;
  readonly selectedId: () => string | undefined;
  readonly sparks: () => SparksMessage | undefined;
}

interface SceneLayout {
  readonly mode: LayoutReport['mode'];
  readonly hasCards: boolean;
  /** Boxes of the cells, CSS px, in the order of `wall.ordered`. */
  readonly boxes: readonly Rect[];
}

/** Keeps the painter of the wall told of everything that changes: small messages, and per update nothing but columns of numbers. */
export function useScene({ wall, selectedId, sparks }: SceneInput) {
  const { t, locale } = useI18n();
  const telemetry = useTelemetry();
  const preferences = usePreferences();
  const entities = useEntities();
  const time = useClock();
  const layout: ShallowRef<SceneLayout> = shallowRef({ mode: 'card', hasCards: false, boxes: [] });
  const size = shallowRef({ width: 0, height: 0 });
  let surface: WallSurface | undefined;

  const post = (message: WallMessage, transfer?: Transferable[]): void => surface?.post(message, transfer);

  function postStations(): void {
    const { lows, highs, normalFrom, normalTo, staleAfterMs } = wall.signals.value;
    const names = wall.stations.value.map(({ name }) => name);
    post({ t: 'stations', names, lows, highs, normalFrom, normalTo, staleAfterMs });
    postMarks();
    postSparks();
    postSelected();
    postLive();
  }

  function postLook(): void {
    const mayBlink = !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    post({ t: 'look', colours: readColours(), words: words(), mayBlink });
  }

  function words(): WallWords {
    const second = MEASURES[preferences.wallMeasure];
    const plantWords = (subject: string) =>
      Object.fromEntries(PLANT_STATES.map((state) => [state, t(`wall.${subject}.${state}`)])) as Record<
        PlantState,
        string
      >;
    return {
      mainUnit: MEASURES[MAIN_MEASURE].unit,
      mainDecimals: MEASURES[MAIN_MEASURE].decimals,
      secondUnit: second.unit,
      secondDecimals: second.decimals,
      seconds: t('time.seconds', { n: '#' }),
      minutes: t('time.minutes', { n: '#' }),
      hours: t('time.hours', { n: '#' }),
      days: t('time.days', { n: '#' }),
      never: t('wall.never'),
      bad: t('wall.bad'),
      plant: plantWords('plant'),
      plantShort: plantWords('plantShort'),
    };
  }

  function postSize(): void {
    const ratio = window.devicePixelRatio || 1;
    post({ t: 'size', ...size.value, ratio, distance: SCALES[preferences.distance] });
  }

  function postOrder(): void {
    const slotOf = wall.slotOf.value;
    const slots = Uint32Array.from(wall.ordered.value, ({ id }) => slotOf.get(id) ?? 0);
    post({ t: 'order', slots, front: frontHeading(), groups: wall.groups.value.map(headingOf) }, [slots.buffer]);
  }

  function frontHeading(): GroupHeading {
    const count = wall.front.value.length;
    const title = t('wall.front', { n: count });
    return { title, short: title, continued: t('wall.frontCut', { n: count }), count };
  }

  function headingOf({ area, isFavourites, stations, abnormal }: WallGroup): GroupHeading {
    const name = isFavourites ? t('wall.favourites') : area || t('wall.noArea');
    const count = t('wall.count', { n: stations.length }, stations.length);
    const short = abnormal > 0 ? `${name} · ${t('wall.abnormal', { n: abnormal })}` : name;
    return { title: `${short} · ${count}`, short, continued: t('wall.continued', { name }), count: stations.length };
  }

  function postMarks(): void {
    post({ t: 'marks', marks: wall.marks.value });
  }

  function postSelected(): void {
    post({ t: 'select', slot: wall.slotOf.value.get(selectedId() ?? '') ?? -1 });
  }

  function postSparks(): void {
    const past = sparks();
    if (past && past.values.length === wall.stations.value.length * past.points) post(past);
  }

  function postLive(): void {
    const count = wall.stations.value.length;
    const columns = newColumns(count);
    fillColumns(columns, wall.signals.value, telemetry.latest, performance.now());
    post({ t: 'live', count, nowMs: time.coreNow(), buffer: columns.buffer }, [columns.buffer]);
  }

  /** Gives the canvas to the painter, for as long as the calling component lives. */
  function open(canvas: HTMLCanvasElement): void {
    surface = openSurface(canvas, ({ mode, hasCards, boxes }) => {
      const rects = Array.from({ length: boxes.length / 4 }, (_, cell): Rect => {
        const [x = 0, y = 0, w = 0, h = 0] = boxes.subarray(cell * 4, cell * 4 + 4);
        return { x, y, w, h };
      });
      layout.value = { mode, hasCards, boxes: rects };
    });
    postLook();
    postStations();
    postOrder();
    postSize();
  }

  // Theme and red alert are set on the root element after this has run: read the colours once that is done.
  watch([() => preferences.theme, () => entities.activeAlert], () => requestAnimationFrame(postLook), {
    flush: 'post',
  });
  watch([() => preferences.wallMeasure, locale], postLook);
  watch(
    () => wall.signals.value,
    () => {
      postStations();
      postOrder();
    },
  );
  watch([() => wall.ordered.value, () => wall.groups.value, locale], postOrder);
  watch(() => wall.marks.value, postMarks);
  watch(selectedId, postSelected);
  watch(sparks, postSparks);
  watch([size, () => preferences.distance], postSize);
  watch(() => telemetry.revision, postLive);
  onScopeDispose(() => surface?.dispose());

  return { open, layout, size };
}
