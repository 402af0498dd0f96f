import { useI18n } from 'vue-i18n';
import type { Priority } from '#shared/domain/alarm/types.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import { formatValue, useFormat } from '../../locales/use-format.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { usePreferences } from '../../stores/preferences.store.ts';
import { useTelemetry } from '../../stores/telemetry.store.ts';
import { readSignal } from '../station/reading.ts';
import { MAIN_MEASURE, type Wall } from './use-wall.ts';
import type { WallStation } from './wall-model.ts';

/** One station in words, for the table. */
export interface WallRow {
  readonly station: WallStation;
  readonly value: string;
  readonly second: string;
  readonly age: string;
  /** Infinity where there never was a value. */
  readonly ageMs: number;
  readonly state: string;
  /** Its worst alarm, for the shape beside the words. */
  readonly alarm?: { readonly priority: Priority; readonly isAcknowledged: boolean } | undefined;
}

/** Puts stations into words as they are now. */
export function useWallRows(wall: Wall) {
  const { t } = useI18n();
  const { age } = useFormat();
  const catalogue = useCatalogue();
  const telemetry = useTelemetry();
  const preferences = usePreferences();

  function rowOf(station: WallStation): WallRow {
    const nowMs = performance.now();
    const read = (measure: typeof MAIN_MEASURE) => {
      const signal = catalogue.signalOf(station.id, measure);
      return signal && readSignal(telemetry.latest, signal, nowMs);
    };
    const textOf = (measure: typeof MAIN_MEASURE, value: number | undefined): string =>
      value === undefined ? '' : `${formatValue(value, measure)} ${MEASURES[measure].unit}`.trim();
    const main = read(MAIN_MEASURE);
    return {
      station,
      value: textOf(MAIN_MEASURE, main?.value) || '—',
      second: textOf(preferences.wallMeasure, read(preferences.wallMeasure)?.value),
      age: main && Number.isFinite(main.ageMs) ? age(main.ageMs) : t('wall.never'),
      ageMs: main?.ageMs ?? Infinity,
      state: stateText(station, main?.isStale ?? true, main?.isBad ?? false),
      alarm: alarmOf(station),
    };
  }

  function alarmOf({ id }: WallStation): WallRow['alarm'] {
    const alarm = wall.worst.value.get(id);
    return alarm?.priority && { priority: alarm.priority, isAcknowledged: alarm.isAcknowledged };
  }

  function stateText({ id }: WallStation, isStale: boolean, isBad: boolean): string {
    const alarm = wall.worst.value.get(id);
    const plant = wall.plantStateOf(id);
    const words = [
      alarm?.priority
        ? `${t(`priority.${alarm.priority}`)} ${t(alarm.isAcknowledged ? 'alarm.status.activeAcked' : 'alarm.status.activeUnacked')}`
        : '',
      isStale ? t('wall.stale') : isBad ? t('wall.bad') : '',
      wall.heldBack.value.has(id) ? t('wall.heldBack') : '',
      plant === 'inService' ? '' : t(`wall.plant.${plant}`),
    ];
    return words.filter(Boolean).join(' · ') || t('wall.normal');
  }

  return { rowOf };
}
