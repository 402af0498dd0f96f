import { call, ORPCError } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { CodedError } from '#shared/lib/coded-error.ts';
import { createEmptyHistorian } from '#tests/support/empty-historian.ts';
import { createRouter, type ConsoleFeatures } from './router.ts';

const context = { seat: 'seat-0123456789abcdef', access: 'full' } as const;

function featuresOf(thrown: unknown) {
  const told: unknown[] = [];
  const fail = (): never => {
    throw thrown;
  };
  const features: ConsoleFeatures = {
    people: fail,
    actorOf: () => ({ id: 'lead-1', name: 'Lead', role: 'shiftLead' }),
    signOn: fail,
    signOff: fail,
    signals: fail,
    limits: fail,
    network: fail,
    buildings: fail,
    submit: () => ({ ok: false, error: { code: 'DBS0002', detail: { file: 'journal.db' } } }),
    dismissLost: fail,
    history: createEmptyHistorian(),
    analysis: { trace: fail, impact: fail, localise: fail, calibration: fail },
    drivers: {
      view: fail,
      isSaved: () => false,
      save: fail,
      restart: fail,
      test: fail,
      discover: fail,
      browse: fail,
      preview: fail,
      certificates: fail,
      decideCertificate: fail,
      traffic: fail,
    },
    map: { sources: fail, save: fail, test: fail, tile: fail, storeUsage: fail },
    alarms: { journal: fail, kpis: fail, trial: fail, reportOwnFault: fail },
    entries: fail,
    onFault: (fault) => told.push(fault),
  };
  return { features, told };
}

function setUp(thrown: unknown) {
  const { features, told } = featuresOf(thrown);
  return { router: createRouter(features), told };
}

const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  return error instanceof ORPCError ? [error.code, (error.data as { code: string }).code] : error;
};

describe('what a feature throws', () => {
  it('without a code reaches the page as API0010, and the log as it was', async () => {
    const { router, told } = setUp(new TypeError('boom'));
    expect(await errorOf(call(router.network.buildings, undefined, { context }))).toEqual(['UNAVAILABLE', 'API0010']);
    expect(told).toEqual([new TypeError('boom')]);
  });

  it('with a code keeps it: faults of the machine may pass, refusals do not', async () => {
    const refusal = setUp(new CodedError('SES0001'));
    const signOn = call(refusal.router.session.signOn, { personId: 'x', pin: '0' }, { context });
    expect(await errorOf(signOn)).toEqual(['REFUSED', 'SES0001']);
    const fault = setUp(new CodedError('DBS0002'));
    const dismiss = call(fault.router.command.dismissLost, { commandId: 'x' }, { context });
    expect(await errorOf(dismiss)).toEqual(['UNAVAILABLE', 'DBS0002']);
    expect([...refusal.told, ...fault.told]).toEqual([]);
  });

  it('of a full disk is a fault of the machine for a command too, and a wrong form is API0009', async () => {
    const { router } = setUp(undefined);
    const entity = { type: 'order', id: 'o1' } as const;
    const command = { commandId: 'c8b4b3f0-58a4-4f0a-9a54-0c8d1d0f9a11', entity, type: 'acceptOrder', payload: {} };
    expect(await errorOf(call(router.command.submit, command, { context }))).toEqual(['UNAVAILABLE', 'DBS0002']);
    const wrong = { ...command, commandId: 'no uuid' };
    expect(await errorOf(call(router.command.submit, wrong, { context }))).toEqual(['REFUSED', 'API0009']);
  });
});

describe('a wall', () => {
  it('reads, but takes no file out, tries nothing, and is no workplace whose sound could fail', async () => {
    const { features } = featuresOf(undefined);
    const router = createRouter(features);
    const wall = { context: { seat: context.seat, access: 'wall' } } as const;
    const refused = ['REFUSED', 'API0004'];
    const span = { from: 0, to: 1 };
    const file = { signalIds: ['S1.x'], ...span, tier: 'raw' as const, format: 'csv' as const };
    expect(await errorOf(call(router.history.export, file, wall))).toEqual(refused);
    const limit = { signalId: 'S1.x', stationId: 'S1', kind: 'low', limit: 1, deadband: 0 } as const;
    const query = { limit: { ...limit, onDelayMs: 0, offDelayMs: 0, priority: 'low' }, ...span } as const;
    expect(await errorOf(call(router.alarms.trial, query, wall))).toEqual(refused);
    const fault = { what: 'sound', isFailing: true, detail: '' } as const;
    expect(await errorOf(call(router.alarms.reportOwnFault, fault, wall))).toEqual(refused);
    expect(await errorOf(call(router.history.usage, {}, wall))).toMatchObject({ fileBytes: 0 });
    expect(await errorOf(call(router.history.export, file, { context }))).toBeInstanceOf(File);
  });
});

describe('the drivers', () => {
  const drivers = (role: 'shiftLead' | 'dispatcher' | undefined, isSaved: boolean) => {
    const { features } = featuresOf(undefined);
    const view = { file: null, revision: '', drivers: [] };
    return createRouter({
      ...features,
      actorOf: () => (role === undefined ? undefined : { id: 'p', name: 'P', role }),
      drivers: {
        ...features.drivers,
        view: () => view,
        isSaved: () => isSaved,
        save: () => Promise.resolve(view),
        test: () => Promise.resolve({ steps: [] }),
      },
    });
  };
  const draft = { driver: { id: 'a' } };

  it('are read with full access only, and changed by a shift lead only', async () => {
    const wall = { seat: context.seat, access: 'wall' } as const;
    expect(await errorOf(call(drivers(undefined, true).drivers.get, undefined, { context: wall }))).toEqual([
      'REFUSED',
      'API0004',
    ]);
    expect(await errorOf(call(drivers(undefined, true).drivers.get, undefined, { context }))).toMatchObject({
      file: null,
    });
    const save = { revision: '', drivers: [] };
    const saving = (role: 'shiftLead' | 'dispatcher' | undefined) =>
      errorOf(call(drivers(role, true).drivers.save, save, { context }));
    expect(await saving(undefined)).toEqual(['REFUSED', 'SES0003']);
    expect(await saving('dispatcher')).toEqual(['REFUSED', 'CMD0002']);
    expect(await saving('shiftLead')).toMatchObject({ file: null });
  });

  it('are tried out by anybody as they are saved; a draft dials where it says, so that is the shift lead again', async () => {
    const test = (role: 'shiftLead' | 'dispatcher' | undefined, isSaved: boolean) =>
      errorOf(call(drivers(role, isSaved).drivers.test, draft, { context }));
    expect(await test(undefined, true)).toEqual({ steps: [] });
    expect(await test('dispatcher', false)).toEqual(['REFUSED', 'CMD0002']);
    expect(await test('shiftLead', false)).toEqual({ steps: [] });
  });
});
