import { Command } from 'commander';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportCity } from '#city/export/export-city.ts';
import { generateCity } from '#city/generate/generate-city.ts';
import { impactResultSchema, traceResultSchema } from '#shared/contract/analysis-answers.ts';
import type { ImpactResult } from '#shared/domain/burst/impact-types.ts';
import type { TraceResult } from '#shared/domain/network/trace-types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { addAnalysisVerbs } from './analysis-flags.ts';
import { columns } from './columns.ts';
import type { Outcome } from './outcome.ts';

const DATA = join(import.meta.dirname, '../../../shared/data');
const SCHUTTERWALD = join(DATA, 'schutterwald/network.geojson');
const KY4 = join(DATA, 'epanet/ky4.inp');

const city = generateCity({ seed: 4, stations: 20 });
const PIPE = city.network.pipes.find((pipe) => pipe.side === 'supply')?.id ?? '';
let dir: string;
let files: readonly string[];
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'heatline-analysis-'));
  await exportCity(city, dir);
  files = ['--network', join(dir, 'network.geojson'), '--customers', join(dir, 'customers.csv')];
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Runs the verbs as `heatline` does, without a process of its own. Throws CommanderError for wrong usage. */
async function heatline(...args: string[]): Promise<Outcome> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  let outcome: Promise<Outcome> | undefined;
  addAnalysisVerbs(
    (name, description) => program.command(name).description(description),
    async (_verb, work) => {
      outcome = work();
      await outcome.catch(() => undefined);
    },
  );
  await program.parseAsync(args, { from: 'user' });
  if (outcome === undefined) throw new Error('no verb ran');
  return outcome;
}
const codeOf = (run: Promise<unknown>) =>
  run.then(
    () => 'done',
    (thrown: unknown) => (thrown instanceof CodedError ? thrown.code : (thrown as { code?: string }).code),
  );
const write = (name: string, content: unknown): string => {
  const file = join(dir, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

describe('heatline trace', () => {
  it('traces a network file with its customers, and says so in lines and in one document', async () => {
    const { ok, document, lines } = await heatline('trace', ...files, '--pipe', PIPE);
    expect(ok).toBe(true);
    const answer = document['answer'] as TraceResult;
    expect(traceResultSchema.parse(answer)).toEqual(answer);
    expect(document).toMatchObject({
      network: { pipes: city.network.pipes.length, buildings: city.buildings.length },
      import: [{ warningCount: 0 }, { warningCount: 0 }],
    });
    expect(answer.isolatedPipeIds).toContain(PIPE);
    expect(lines.join('\n')).toContain(`valves: ${String(answer.steps.length)} to close`);
  });

  it('takes valves otherwise than the file has them, and places instead of ids', async () => {
    const at = city.network.pipes.find((pipe) => pipe.id === PIPE)?.path[0]?.join(',') ?? '';
    const base = (await heatline('trace', ...files, '--at', at)).document['answer'] as TraceResult;
    const [first] = base.steps;
    const stuck = await heatline('trace', ...files, '--at', at, '--valve', `${first?.valveId ?? ''}=stuck`);
    const answer = stuck.document['answer'] as TraceResult;
    expect(answer.leftOut.map((one) => one.valveId)).toContain(first?.valveId);
    expect(answer.rounds.length).toBe(base.rounds.length + 1);
    expect(await codeOf(heatline('trace', ...files, '--at', '0,0'))).toBe('NET0006');
    expect(await codeOf(heatline('trace', ...files, '--pipe', 'none'))).toBe('NET0001');
  });

  it('reports what was left out of a bad file beside its answer, and refuses one that has nothing', async () => {
    const node = (id: string, lon: number) => ({
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [lon, 45] },
      properties: { kind: 'junction', side: 'supply', elevationM: 1 },
    });
    const pipe = (id: string, to: string) => ({
      type: 'Feature',
      id,
      geometry: {
        type: 'LineString',
        coordinates: [
          [126, 45],
          [126.001, 45],
        ],
      },
      properties: { kind: 'pipe', side: 'supply', from: 'A', to, innerDiameterM: 0.2, roughnessMm: 0.1 },
    });
    const features = [node('A', 126), node('B', 126.001), pipe('P', 'B'), pipe('P', 'B'), pipe('Q', 'ghost')];
    const file = write('bad.geojson', { type: 'FeatureCollection', features });
    const { ok, document, lines } = await heatline('trace', '--network', file, '--pipe', 'P');
    expect(ok).toBe(true);
    expect(document['import']).toMatchObject([{ warningCounts: { IMP0111: 1, IMP0112: 1, IMP0113: 1 } }]);
    expect(document['answer']).toMatchObject({ isolatedPipeIds: ['P'], remarks: [{ code: 'NET0002' }] });
    expect(lines.join('\n')).toContain('warning IMP0112');
    const empty = await heatline('trace', '--network', write('e.json', { features: [] }), '--pipe', 'P');
    expect(empty).toMatchObject({ ok: false, document: { code: 'CLI0010', problems: [{ code: 'IMP0004' }] } });
  });

  it.each([
    ['no pipe and no place', ['trace']],
    ['half a place', ['trace', '--at', '126']],
    ['a place off the earth', ['trace', '--at', '126,95']],
    ['an unknown state', ['trace', '--pipe', 'P', '--valve', 'V=ajar']],
    ['no valve', ['trace', '--pipe', 'P', '--valve', '=open']],
    ['a hole wider than the bore', ['impact', '--pipe', 'P', '--hole', '1.5']],
    ['an unknown number', ['impact', '--pipe', 'P', '--param', 'no.such=1']],
    ['a number out of range', ['impact', '--pipe', 'P', '--param', 'leak.cd=3']],
    ['no observations', ['localise']],
    ['no top', ['localise', '--observations', 'f', '--top', '0']],
  ])('takes %s as wrong usage', async (_what, args) => {
    expect(await codeOf(heatline(...args, '--network', 'n.geojson'))).toMatch(/^commander\./);
  });
});

describe('heatline impact', () => {
  it('works out the layers with the numbers of the question', async () => {
    const args = [...files, '--pipe', PIPE, '--hole', '0.2', '--param', 'leak.assumedSupplyC=130', '--no-simulate'];
    const { document, lines } = await heatline('impact', ...args);
    const answer = document['answer'] as ImpactResult;
    expect(impactResultSchema.parse(answer)).toEqual(answer);
    expect(answer.leak).toMatchObject({ holeShare: 0.2, tempC: 130 });
    expect(answer.simulation).toMatchObject({ state: 'none', code: 'HYD0004' });
    expect(lines.join('\n')).toMatch(/washout +quick +radiusM/);
  });
});

describe('heatline localise', () => {
  it('reads observations, and names the place of the file that is wrong', async () => {
    const good = write('good.json', { drops: [{ stationId: 'S001', supplyM: 0.1 }] });
    expect(await heatline('localise', ...files, '--observations', good)).toMatchObject({ ok: true });
    const bad = write('bad.json', { drops: [{ stationId: 'S001', supplyM: '4' }] });
    const run = heatline('localise', ...files, '--observations', bad);
    await expect(run).rejects.toMatchObject({ code: 'CLI0016', detail: { at: 'drops.0.supplyM' } });
    for (const [content, code] of [
      ['{', 'CLI0016'],
      [{ drop: [] }, 'CLI0016'],
      [[], 'CLI0016'],
    ] as const) {
      expect(await codeOf(heatline('localise', ...files, '--observations', write('x.json', content)))).toBe(code);
    }
    expect(await codeOf(heatline('localise', ...files, '--observations', join(dir, 'none')))).toBe('CLI0012');
  });
});

describe('networks of others', () => {
  it.skipIf(!existsSync(SCHUTTERWALD))(
    'Schutterwald: the two valves of its branch (skipped where it is absent)',
    async () => {
      const { document } = await heatline('trace', '--network', SCHUTTERWALD, '--pipe', 'P1272');
      const answer = document['answer'] as TraceResult;
      expect(answer.steps.map((step) => [step.valveId, step.side])).toEqual([
        ['V1', 'supply'],
        ['V3', 'return'],
      ]);
      expect(answer.lost.stations).toHaveLength(41);
    },
  );

  it.skipIf(!existsSync(KY4))('ky4: 1,156 pipes and no valve but its pumps (skipped where it is absent)', async () => {
    const { document } = await heatline('trace', '--network', KY4, '--origin', '-85,38', '--pipe', 'P-100');
    const answer = document['answer'] as TraceResult;
    expect(answer.steps.map((step) => [step.valveId, step.action])).toEqual([
      ['~@Pump-1', 'verify'],
      ['~@Pump-2', 'close'],
    ]);
    expect(answer.isolatedPipeIds.length + answer.cutOffPipeIds.length).toBeGreaterThan(1_000);
  });
});

describe('columns', () => {
  it('begins columns below each other, a Chinese character being two places wide', () => {
    expect(
      columns([
        ['a', '1'],
        ['中文', '2', ''],
      ]),
    ).toEqual(['  a     1', '  中文  2']);
  });
});
