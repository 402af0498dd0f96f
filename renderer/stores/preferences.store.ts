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
  const distance = distanceOfScreen();
  /** The second value of a wall cell, beside the primary supply pressure. */
  const wallMeasure = kept<Measure>(localStorage, 'heatline.wallMeasure', MEASURE_NAMES, 'secondarySupplyTempC');
  /** Stations that each person marked on the wall, by person id; '' for a seat where nobody is signed on. */
  const wallFavourites = keptObject<Readonly<Record<string, readonly string[]>>>('heatline.wallFavourites', {});
  /** Layers of the map that somebody switched at this seat: whether each is shown. */
  const mapLayers = keptObject<Readonly<Record<string, boolean>>>('heatline.mapLayers', {});
  return { language, theme, distance, wallMeasure, wallFavourites, mapLayers };
});

/** A screen this wide that is not scaled is a wall display, or so fine that desk type cannot be read on it. */
const WALL_WIDTH_PX = 3_000;

function usualDistance(): Distance {
  return innerWidth >= WALL_WIDTH_PX && devicePixelRatio < 1.25 ? 'wall3' : 'desk';
}

/** The distance somebody chose for this screen; until then the usual one of the monitor that the window is on, also when it moves. */
function distanceOfScreen(): ShallowRef<Distance> {
  const key = 'heatline.distance';
  const stored = DISTANCES.find((value) => value === sessionStorage.getItem(key));
  const distance = shallowRef<Distance>(stored ?? usualDistance());
  let isChosen = stored !== undefined;
  let isFollowing = false;
  const remember = (next: Distance): void => {
    if (isFollowing) return;
    isChosen = true;
    sessionStorage.setItem(key, next);
  };
  watch(distance, remember, { flush: 'sync' });
  addEventListener('resize', () => {
    if (isChosen) return;
    isFollowing = true;
    distance.value = usualDistance();
    isFollowing = false;
  });
  return distance;
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

/** An object kept on this machine as JSON; what cannot be read counts as never written. */
function keptObject<T extends object>(key: string, first: T): ShallowRef<T> {
  const read = (): T => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
      return stored !== null && typeof stored === 'object' ? (stored as T) : first;
    } catch {
      return first;
    }
  };
  const value = shallowRef(read()) as ShallowRef<T>;
  watch(value, (next) => {
    localStorage.setItem(key, JSON.stringify(next));
  });
  addEventListener('storage', (event) => {
    if (event.key === key) value.value = read();
  });
  return value;
}
