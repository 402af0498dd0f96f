import { expect, it } from 'vitest';
import type { Complaint } from '#shared/domain/complaint/types.ts';
import { clusterComplaints } from './cluster-complaints.ts';
import { contactsOf, reasonForPipe, reasonKey } from './declare.ts';
import { isAboutValve, valveNamed } from './steps.ts';

it('takes a burst of DN300 and more for one of a main', () => {
  expect([undefined, 80, 299, 300, 700].map(reasonForPipe)).toEqual([
    undefined,
    'branchBurst',
    'branchBurst',
    'mainBurst',
    'mainBurst',
  ]);
  expect(reasonKey('mainBurst')).toBe('mainBurst');
  expect(reasonKey('earthquake')).toBe('other');
});

it('pages call centre and dispatch in the order of the roster, nobody else', () => {
  const contacts = contactsOf([
    { id: 'l', name: '王', role: 'shiftLead' },
    { id: 'd', name: '周', role: 'dispatcher' },
    { id: 'c1', name: '林', role: 'callCentre' },
    { id: 'c2', name: '赵', role: 'callCentre' },
    { id: 'k', name: '杨', role: 'crewLeader' },
  ]);
  expect(contacts.map(({ level, contactId }) => `${level}:${contactId}`)).toEqual([
    'dispatch:d',
    'callCentre:c1',
    'callCentre:c2',
  ]);
});

it('links the open complaints of the cluster and leak-like ones near, each once', () => {
  const complaint = (id: string, lon: number, leakWeight: number, status: Complaint['status'] = 'open') =>
    [id, { id, place: { at: [lon, 45.7] }, leakWeight, status, reportedAt: 1000 } as unknown as Complaint] as const;
  const complaints = new Map([
    complaint('near', 126.601, 0.6),
    complaint('cold', 126.601, 0),
    complaint('far', 126.65, 0.6),
    complaint('cluster', 126.605, 1),
    complaint('taken', 126.6, 1, 'ordered'),
  ]);
  const candidate = {
    id: 'b',
    at: [126.601, 45.7],
    confidence: 0.7,
    grade: 'likely',
    places: [],
    radiusM: 100,
    evidence: [{ kind: 'complaints', refs: ['cluster', 'near', 'taken', 'gone'], weight: 1, text: '' }],
    firstSeenAt: 0,
  } as const;
  const alert = { place: { at: [126.6, 45.7] } } as const;
  expect([...clusterComplaints(alert, [candidate], complaints, 2000)].sort()).toEqual(['cluster', 'near']);
  expect(clusterComplaints(alert, [], complaints, 2000)).toEqual(['near']);
});

it('knows a valve by its number or name, and asks again where several fit', () => {
  const valves = [{ id: 'V0001S', name: '宣化路1号供阀' }, { id: 'V0001R', name: '宣化路1号回阀' }, { id: 'V0010S' }];
  expect(valveNamed('v0001s', valves)).toBe('V0001S');
  expect(valveNamed('宣化路1号回阀', valves)).toBe('V0001R');
  expect(valveNamed('回阀', valves)).toBe('V0001R');
  expect(valveNamed('宣化路', valves)).toBeUndefined();
  expect(valveNamed(' ', valves)).toBeUndefined();
  expect([isAboutValve('valveOrdered'), isAboutValve('isolated')]).toEqual([true, false]);
});
