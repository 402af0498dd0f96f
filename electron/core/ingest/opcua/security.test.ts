import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { freePort } from '#tests/support/free-port.ts';
import { PLANT_USER, startOpcuaPlant } from '#tests/support/opcua-plant.ts';
import type { OpcuaPlant } from '#tests/support/opcua-plant.ts';
import { runOpcuaDriver } from '#tests/support/opcua-run.ts';
import type { DriverRun } from '#tests/support/opcua-run.ts';
import { openOwnCertificates } from './session.ts';
import { listCertificates, rejectCertificate, removeCertificate, trustCertificate } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'heatline-security-'));
const pkiDir = join(folder, 'client');
const running: { run?: DriverRun; plant?: OpcuaPlant } = {};

afterEach(async () => {
  await running.run?.driver.close();
  await running.plant?.close();
  delete running.run;
  delete running.plant;
  rmSync(join(pkiDir, 'servers'), { recursive: true, force: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function plantWith(certificate: Parameters<typeof startOpcuaPlant>[0]['certificate'] = {}): Promise<OpcuaPlant> {
  running.plant = await startOpcuaPlant({
    port: await freePort(),
    pkiDir: folder,
    stations: ['S001'],
    items: [{ name: 'primarySupplyPressureMPa', value: 0.8 }],
    certificate,
  });
  return running.plant;
}

function connect(plant: OpcuaPlant, changes: object): DriverRun {
  running.run = runOpcuaDriver(folder, plant.endpoint, { security: 'Basic256Sha256', ...changes });
  return running.run;
}

describe('opc ua security', () => {
  it('does not talk to a server until a person trusts its certificate, and not any more once it is rejected', async () => {
    const { until, reports, driver } = connect(await plantWith(), {});
    await until({ state: 'failed', code: 'OPC0008' });
    const [met] = await listCertificates(pkiDir);
    expect(met?.state).toBe('pending');
    for (const words of [met?.thumbprint, 'CN=plant', 'expires=20', 'decision=pending']) {
      expect(reports.at(-1)?.detail).toContain(words);
    }
    await trustCertificate(pkiDir, met?.thumbprint ?? '');
    await until({ state: 'live' });
    await driver.close();
    await rejectCertificate(pkiDir, met?.thumbprint ?? '');
    const again = connect(running.plant as OpcuaPlant, { trustNewCertificates: true });
    await again.until({ state: 'failed', code: 'OPC0008' });
    expect(again.reports.at(-1)?.detail).toContain('decision=rejected');
    await removeCertificate(pkiDir, met?.thumbprint ?? '');
    expect((await listCertificates(pkiDir)).filter((other) => other.state !== 'trusted')).toEqual([]);
    await again.until({ state: 'live' });
    await expect(removeCertificate(pkiDir, '00')).rejects.toMatchObject({ code: 'OPC0016' });
  });

  it.each([
    ['Basic256Sha256', 'Sign'],
    ['Basic256Sha256', 'SignAndEncrypt'],
    ['Aes128_Sha256_RsaOaep', 'Sign'],
    ['Aes128_Sha256_RsaOaep', 'SignAndEncrypt'],
  ])('speaks %s, %s, with a password from a file', async (security, securityMode) => {
    const passwordFile = join(folder, 'password');
    writeFileSync(passwordFile, `${PLANT_USER.password}\n`);
    const user = { name: PLANT_USER.name, passwordFile };
    const { until } = connect(await plantWith(), { security, securityMode, trustNewCertificates: true, user });
    await until({ state: 'live' });
  });

  it('signs on with a certificate, and says when its files are wrong', async () => {
    const own = await openOwnCertificates(join(folder, 'user'));
    const certificateFile = join(folder, 'user.pem');
    await own.createSelfSignedCertificate({
      subject: '/CN=heatline',
      applicationUri: 'urn:user',
      dns: [],
      startDate: new Date(),
      validity: 30,
      outputFile: certificateFile,
    });
    const privateKeyFile = join(folder, 'user.key');
    copyFileSync(own.privateKey, privateKeyFile);
    const plant = await plantWith();
    const good = connect(plant, { trustNewCertificates: true, user: { certificateFile, privateKeyFile } });
    await good.until({ state: 'live' });
    await good.driver.close();
    const other = await openOwnCertificates(join(folder, 'other'));
    for (const wrong of [join(folder, 'nowhere'), other.privateKey]) {
      const bad = connect(plant, { trustNewCertificates: true, user: { certificateFile, privateKeyFile: wrong } });
      await bad.until({ state: 'failed', code: 'OPC0013' });
      await bad.driver.close();
    }
  });

  const DAY = 86_400_000;
  it.each([
    ['OPC0009', 'has expired', { startDate: new Date(Date.now() - 60 * DAY), validity: 30 }],
    ['OPC0009', 'is not valid yet', { startDate: new Date(Date.now() + 10 * DAY), validity: 30 }],
    ['OPC0010', 'is made for another host', { dns: ['elsewhere.example'], ip: ['10.9.9.9'] }],
    ['OPC0011', 'belongs to another application', { applicationUri: 'urn:somebody-else' }],
  ])('%s: a certificate that %s is refused although it is trusted', async (code, _words, certificate) => {
    const { until } = connect(await plantWith(certificate), { trustNewCertificates: true });
    await until({ state: 'failed', code });
  });

  it('takes a certificate for another host where the drivers file says so', async () => {
    const plant = await plantWith({ dns: ['elsewhere.example'], ip: ['10.9.9.9'] });
    await connect(plant, { trustNewCertificates: true, ignoreHostName: true }).until({ state: 'live' });
  });
});
