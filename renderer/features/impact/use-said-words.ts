import { useI18n } from 'vue-i18n';
import { IMPACT_FIGURES, isImpactFigure, type ImpactFigure } from '#shared/domain/burst/impact-figures.ts';
import { useNetwork } from '../../stores/network.store.ts';
import type { SaidLine } from './said.ts';

/** Figures and changes of the burst layers in words. */
export function useSaidWords() {
  const { t } = useI18n();
  const network = useNetwork();

  /** `36 m`; shares as percent; a dash where there is none. */
  function figureText(figure: ImpactFigure, value: number | undefined): string {
    if (value === undefined || !Number.isFinite(value)) return '—';
    if (figure === 'isScald') return t(value === 1 ? 'common.yes' : 'common.no');
    if (figure === 'flashShare' || figure === 'leastFlowShare' || figure === 'confidence') {
      return `${(value * 100).toFixed(figure === 'flashShare' ? 1 : 0)} %`;
    }
    const { unit, digits } = IMPACT_FIGURES[figure];
    return [value.toFixed(digits), unit].filter(Boolean).join(' ');
  }

  const valveName = (id: string): string => network.network?.valves.find((valve) => valve.id === id)?.name ?? id;
  const signed = (value: number): string => (value > 0 ? `+${String(value)}` : String(value));

  function lineText(line: SaidLine): string {
    if (line.type === 'trace') {
      const parts = [
        line.added.length > 0 &&
          t('impact.saidTrace.added', { ids: line.added.map(valveName).join(t('common.comma')) }),
        line.removed.length > 0 &&
          t('impact.saidTrace.removed', { ids: line.removed.map(valveName).join(t('common.comma')) }),
        line.stations === 0 && line.households === 0
          ? t('impact.saidTrace.same')
          : t('impact.saidTrace.customers', { stations: signed(line.stations), households: signed(line.households) }),
      ];
      return parts.filter(Boolean).join(t('impact.saidJoin'));
    }
    const layer = t(`impact.layer.${line.kind}`);
    const byPressure = line.basis === 'simulation' && line.pressureMPa !== undefined;
    const basis = byPressure
      ? t('impact.saidByPressure', { pressure: (line.pressureMPa ?? 0).toFixed(2) })
      : t(`impact.basis.${line.basis}`);
    if (line.changes.length === 0) return t('impact.saidSame', { layer, basis });
    const changes = line.changes.map(({ figure, from, to }) => {
      const sides = { from: figureText(figure, from), to: figureText(figure, to) };
      return figure === 'radiusM'
        ? `${sides.from} → ${sides.to}`
        : t('impact.saidFigure', { figure: t(`impact.figure.${figure}`), ...sides });
    });
    return t('impact.saidChange', { layer, changes: changes.join(t('impact.saidJoin')), basis });
  }

  /** Every figure of a layer by its name, the headlines first. */
  function figureRows(figures: Readonly<Record<string, number>>): readonly (readonly [name: string, text: string])[] {
    return Object.entries(figures).flatMap(([name, value]) =>
      isImpactFigure(name) ? [[t(`impact.figure.${name}`), figureText(name, value)] as const] : [],
    );
  }

  return { figureText, lineText, figureRows, valveName };
}
