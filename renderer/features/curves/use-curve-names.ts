import { useI18n } from 'vue-i18n';
import { measureOf } from '#shared/domain/telemetry/measures.ts';
import { useFormat } from '../../locales/use-format.ts';
import { useCatalogue } from '../../stores/catalogue.store.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { CurveSpec } from './curve.ts';

const HOUR_MS = 3_600_000;

/** Curves in words: measure, the station where it is another one, and how long ago. */
export function useCurveNames(stationId: () => string) {
  const { t } = useI18n();
  const { measureName } = useFormat();
  const catalogue = useCatalogue();
  const network = useNetwork();

  function nameOf({ signalId, earlierMs }: CurveSpec): string {
    const measure = measureOf(signalId);
    const owner = catalogue.byId.get(signalId)?.stationId;
    const isOther = owner !== undefined && owner !== stationId();
    return [
      isOther ? (network.stationsById.get(owner)?.name ?? owner) : '',
      measure ? measureName(measure) : signalId,
      earlierMs > 0 ? t('curves.earlier', { hours: Math.round(earlierMs / HOUR_MS) }) : '',
    ]
      .filter(Boolean)
      .join(' · ');
  }
  const stationName = (): string => network.stationsById.get(stationId())?.name ?? stationId();

  return { nameOf, stationName };
}
