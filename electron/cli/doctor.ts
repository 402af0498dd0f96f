import { join } from 'node:path';
import {
  checkCache,
  checkChromium,
  checkDatabase,
  checkDataDir,
  checkDisplay,
  checkDrivers,
  checkElectron,
  checkHealth,
  checkNativeModule,
  checkNode,
  checkPort,
  type Finding,
} from './doctor-checks.ts';
import type { Outcome } from './outcome.ts';
import { placesIn, PORTS, ROOT } from './places.ts';
import { readRunInfo } from './run-info.ts';

/** `heatline doctor`: what this computer and data folder have, and what they lack. Refused (exit 1) when a check failed. */
export async function doctor(data: string, host: string, drivers: string | undefined): Promise<Outcome> {
  const findings = await examine(data, host, drivers);
  const failed = findings.filter((one) => one.state === 'fail');
  return {
    ok: failed.length === 0,
    isReport: true,
    document: { ...(failed[0]?.code !== undefined && { code: failed[0].code }), data, checks: findings },
    lines: findings.flatMap((one) => [
      `${one.state.padEnd(4)} ${one.check}: ${one.code === undefined ? '' : `${one.code} `}${one.detail}`,
      one.next === undefined ? '' : `     ${one.next}`,
    ]),
  };
}

async function examine(data: string, host: string, drivers: string | undefined): Promise<readonly Finding[]> {
  const site = { env: process.env, platform: process.platform, root: ROOT };
  const places = placesIn(data);
  const native = checkNativeModule();
  const findings: Finding[] = [
    checkNode(process.version),
    native,
    checkChromium(process.env),
    checkElectron(site),
    checkDisplay(site),
  ];
  findings.push(...checkDataDir(data));
  if (native.state === 'ok') {
    findings.push(
      ...checkCache(places.cache),
      checkDatabase('journal.db', places.journal),
      checkDatabase('hub.db', join(places.hub, 'hub.db')),
    );
  }
  const running = readRunInfo(places.run);
  for (const part of ['hub', 'core'] as const) {
    const url = running?.parts[part]?.url;
    findings.push(url === undefined ? await checkPlace(part, host) : await checkHealth(part, url));
  }
  if (drivers !== undefined) findings.push(checkDrivers(drivers));
  return findings;
}

/** A part's usual port: free, or a Heatline of another data folder or of the desktop windows is on it, or something else is. */
async function checkPlace(part: 'hub' | 'core', host: string): Promise<Finding> {
  const port = await checkPort(part, host, PORTS[part]);
  if (port.state === 'ok') return port;
  const health = await checkHealth(part, `http://${host}:${String(PORTS[part])}`);
  return health.state === 'ok' ? health : port;
}
