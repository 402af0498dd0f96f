import { computed, shallowRef, type Ref } from 'vue';
import { useI18n } from 'vue-i18n';
import { tableRowsOf, type TableColumn } from './table-rows.ts';

/** The rows and columns that a table shows, filtered and sorted by the heading that was pressed last; pressed again, the other way round. */
export function useTableRows<Row>(
  table: { readonly columns: readonly TableColumn<Row>[]; readonly rows: readonly Row[] },
  filter: Ref<string | undefined>,
) {
  const { locale } = useI18n();
  const sort = shallowRef<{ readonly key: string; readonly isDescending: boolean }>();

  const shown = computed(() => tableRowsOf(table.rows, table.columns, filter.value ?? '', sort.value, locale.value));
  const onScreen = computed(() => table.columns.filter(({ inFileOnly }) => !inFileOnly));

  function sortBy(key: string): void {
    sort.value = { key, isDescending: sort.value?.key === key && !sort.value.isDescending };
  }

  const ariaSort = (key: string) =>
    sort.value?.key !== key ? undefined : sort.value.isDescending ? ('descending' as const) : ('ascending' as const);

  /** What stands behind the title of a column. */
  const sortMark = (key: string): string => (sort.value?.key !== key ? '' : sort.value.isDescending ? ' ▼' : ' ▲');

  return { shown, onScreen, sortBy, ariaSort, sortMark };
}
