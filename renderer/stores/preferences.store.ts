import { defineStore } from 'pinia';
import { shallowRef, watch, type ShallowRef } from 'vue';
import { MEASURE_NAMES, type Measure } from '#shared/domain/telemetry/measures.ts';

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['night', 'day'] as const;
export type Theme = (typeof THEMES)[number];
export const DISTANCES = ['desk', 'wall3', 'wall6'] as const;
/** How far away the reader is: a desk, a wall display at 3 m, at 6 m. */
export type Distance = (typeof DISTANCES)[number];

/** How this screen is read. Kept on this machine; another window of it follows (distance excepted: screens differ). */
export const usePreferences = defineStore('preferences', () => {
  const language = kept<Language>(localStorage, 'heatline.language', LANGUAGES, 'zh-CN');
  const theme = kept<Theme>(localStorage, 'heatline.theme', THEMES, 'night');
  const distance = kept<Distance>(sessionStorage, 'heatline.distance', DISTANCES, usualDistance());
  /** The second value of a wall cell, beside the primary supply pressure. */
  const wallMeasure = kept<Measure>(localStorage, 'heatline.wallMeasure', MEASURE_NAMES, 'secondarySupplyTempC');
  return { language, theme, distance, wallMeasure };
});

/** A screen this wide that is not scaled is a wall display, or so fine that desk type cannot be read on it. */
const WALL_WIDTH_PX = 3_000;

function usualDistance(): Distance {
  return innerWidth >= WALL_WIDTH_PX && devicePixelRatio < 1.25 ? 'wall3' : 'desk';
}

function kept<T extends string>(storage: Storage, key: string, allowed: readonly T[], first: T): ShallowRef<T> {
  const read = (): T => allowed.find((value) => value === storage.getItem(key)) ?? first;
  const value = shallowRef(read()) as ShallowRef<T>;
  watch(value, (next) => {
    if (storage.getItem(key) !== next) storage.setItem(key, next);
  });
  if (storage === localStorage) {
    addEventListener('storage', (event) => {
      if (event.key === key) value.value = read();
    });
  }
  return value;
}
