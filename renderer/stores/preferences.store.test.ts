import { createPinia, setActivePinia } from 'pinia';
import { beforeEach, expect, it } from 'vitest';
import { usePreferences } from './preferences.store.ts';

function resizeTo(width: number): void {
  Object.defineProperty(window, 'innerWidth', { value: width, configurable: true });
  window.dispatchEvent(new Event('resize'));
}

beforeEach(() => {
  sessionStorage.clear();
  resizeTo(1_920);
  setActivePinia(createPinia());
});

it('reads a wide unscaled screen as a wall, and goes along when the window moves to another monitor', () => {
  const preferences = usePreferences();
  expect(preferences.distance).toBe('desk');
  resizeTo(3_840);
  expect(preferences.distance).toBe('wall3');
  resizeTo(1_920);
  expect(preferences.distance).toBe('desk');
});

it('leaves a distance that somebody chose, on this screen and after a reload', () => {
  usePreferences().distance = 'wall6';
  resizeTo(3_840);
  expect(usePreferences().distance).toBe('wall6');
  setActivePinia(createPinia());
  expect(usePreferences().distance).toBe('wall6');
});
