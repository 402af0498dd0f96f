import { parentPort, workerData } from 'node:worker_threads';
import { systemClock } from '#kit/system-clock.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { browseView } from './browse-view.ts';
import { discover } from './discover.ts';
import { preview } from './preview.ts';
import { connectError, openOwnCertificates } from './session.ts';
import type { OwnCertificates } from './session.ts';
import { testDriver } from './test-driver.ts';
import type { FromToolWorker, OpcuaToolRequest, ToolWorkerData } from './tools.ts';

/** What every tool works with, in the tool worker. */
async function answer(request: OpcuaToolRequest, pkiDir: string, own: OwnCertificates) {
  const around = { pkiDir, own, clock: systemClock };
  switch (request.tool) {
    case 'discover':
      return discover(request.endpoint, own);
    case 'test':
      return testDriver(request.config, around);
    case 'browse':
      return browseView(request.config, request.nodeId, around);
    case 'preview':
      return preview(request.config, around);
  }
}

function failed(error: unknown): FromToolWorker {
  const { code, detail } = error instanceof CodedError ? error : connectError(error);
  return { ok: false, code, detail };
}

const { request, pkiDir } = workerData as ToolWorkerData;
const said: FromToolWorker = await openOwnCertificates(pkiDir)
  .then((own) => answer(request, pkiDir, own))
  .then((reply): FromToolWorker => ({ ok: true, reply }), failed);
parentPort?.postMessage(said);
