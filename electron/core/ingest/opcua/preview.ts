import type { OpcuaDriverConfig } from '#shared/contract/drivers.ts';
import { MEASURES } from '#shared/domain/telemetry/measures.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { conversionOf } from '../conversion.ts';
import { detailOf } from '../protocol.ts';
import { browseMap } from './browse-map.ts';
import type { MappedSignal, ServerMap } from './server-map.ts';
import { MapFindings } from './map-findings.ts';
import { openSession } from './session.ts';
import type { ToolSurroundings } from './test-driver.ts';
import type { PreviewReply, PreviewSignal } from './tools.ts';

const SHOWN_STATIONS = 500;
const SHOWN_NAMES = 100;

/**
 * What the driver's mapping would find at its server now.
 * @throws CodedError as `openSession`
 */
export async function preview(config: OpcuaDriverConfig, around: ToolSurroundings): Promise<PreviewReply> {
  const opened = await openSession({ config, url: config.endpoint, ...around, onLost: () => undefined });
  const findings = new MapFindings();
  let map: ServerMap = { signals: [], arrays: [], stations: [] };
  let problem: PreviewReply['problem'];
  try {
    map = await browseMap(opened.session, config, findings);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    problem = { code: error.code, detail: detailOf(error) };
  } finally {
    await opened.close().catch(() => undefined);
  }
  const signals = new Map<string, PreviewSignal[]>();
  for (const signal of map.signals) {
    const others = signals.get(signal.stationId);
    if (others === undefined) signals.set(signal.stationId, [signalOf(signal)]);
    else others.push(signalOf(signal));
  }
  return {
    stations: map.stations.slice(0, SHOWN_STATIONS).map(({ id, browseName }) => ({
      id,
      browseName,
      signals: signals.get(id) ?? [],
    })),
    stationCount: map.stations.length,
    signalCount: map.signals.length,
    unmatched: findings.unmatched.slice(0, SHOWN_NAMES),
    unmatchedCount: findings.unmatched.length,
    twice: findings.twice.slice(0, SHOWN_NAMES),
    unmapped: findings.unmapped(),
    units: findings.units().map((found) => ({
      ...found,
      expected: MEASURES[found.measure].unit,
      isKnown: isKnownUnit(found),
    })),
    problem,
  };
}

function signalOf({ measure, name, nodeId, factor, offset, low, high }: MappedSignal): PreviewSignal {
  return { measure, name, nodeId: nodeId?.toString(), factor, offset, low, high };
}

function isKnownUnit({ unit, measure }: Pick<PreviewReply['units'][number], 'unit' | 'measure'>): boolean {
  try {
    conversionOf({ unit }, measure, '');
    return true;
  } catch {
    return false;
  }
}
