import { beforeEach, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { socketAddress } from './dial.ts';
import { seatId, takeToken } from './identity.ts';
import { newId } from './new-id.ts';

let address: string;
const memory = (hash: string) => ({
  session: sessionStorage,
  local: localStorage,
  location: { hash, pathname: '/windows/wall/index.html', search: '' },
  replaceAddress: (next: string) => (address = next),
});

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  address = 'untouched';
});

it('takes the token out of the address bar and keeps the rest of it', () => {
  expect(takeToken(memory('#token=abc&station=S012'))).toBe('abc');
  expect(address).toBe('/windows/wall/index.html#station=S012');
});

it('knows the token again after a reload and in a new window', () => {
  takeToken(memory('#token=abc'));
  expect(takeToken(memory(''))).toBe('abc');
  sessionStorage.clear();
  expect(takeToken(memory(''))).toBe('abc');
});

it('has no token where none was ever given', () => {
  expect(takeToken(memory('#station=S1'))).toBeUndefined();
  expect(address).toBe('untouched');
});

it('keeps one seat for all windows of a browser', () => {
  expect(seatId(localStorage)).toBe(seatId(localStorage));
});

it('makes version 4 UUIDs without a secure context', () => {
  expect(newId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

it('dials the socket beside the page', () => {
  expect(socketAddress('http://127.0.0.1:48600', '/ws/api')).toBe('ws://127.0.0.1:48600/ws/api');
  expect(socketAddress('https://wall.example', '/ws/feed')).toBe('wss://wall.example/ws/feed');
});

it('waits longer after each failed try, up to 2 s, and never all windows in step', () => {
  expect([0, 1, 2].map((attempt) => backoffMs(attempt, 1))).toEqual([250, 500, 1000]);
  expect(backoffMs(40, 1)).toBe(2000);
  expect(backoffMs(40, 0)).toBe(1000);
});
