import { onScopeDispose, shallowRef, watch, type ShallowRef } from 'vue';

/** The newest value, at most once in `everyMs()`; the last is never missed. */
export function useSteady<T>(source: () => T, everyMs: () => number): Readonly<ShallowRef<T>> {
  const steady = shallowRef(source());
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(source, () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      steady.value = source();
    }, everyMs());
  });
  onScopeDispose(() => clearTimeout(timer));
  return steady;
}
