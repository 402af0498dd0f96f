import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { useEntities } from '../../stores/entities.store.ts';
import type { FileCell } from '../../ui/file-cell.ts';
import type { TableColumn } from '../../ui/table-rows.ts';
import { stageOf, type QueueItem } from './queue.ts';

const timeOf = (at: number | undefined): FileCell => (at === undefined ? null : new Date(at));

/** What a file gets of the queue: complaints that wait and open orders, with their places and clocks. */
export function useQueueColumns() {
  const { t } = useI18n();
  const entities = useEntities();

  return computed<readonly TableColumn<QueueItem>[]>(() => [
    {
      key: 'number',
      title: t('desk.file.number'),
      text: (item) => (item.kind === 'order' ? item.order.number : t('desk.complaint')),
    },
    { key: 'urgent', title: t('desk.urgent'), text: ({ urgent }) => t(urgent ? 'common.yes' : 'common.no') },
    {
      key: 'category',
      title: t('desk.category'),
      text: (item) => t(`category.${item.kind === 'order' ? item.order.category : item.complaint.category}`),
    },
    { key: 'place', title: t('desk.file.place'), text: (item) => placeOf(item) },
    {
      key: 'what',
      title: t('desk.file.what'),
      text: (item) => (item.kind === 'order' ? item.order.title : item.complaint.text),
    },
    {
      key: 'phone',
      title: t('desk.phone'),
      text: (item) => (item.kind === 'complaint' ? (item.complaint.phone ?? '') : ''),
    },
    { key: 'since', title: t('desk.file.since'), text: () => '', file: ({ since }) => timeOf(since) },
    {
      key: 'dueAt',
      title: t('desk.file.dueAt'),
      text: () => '',
      file: (item) => timeOf(item.kind === 'order' ? item.deadline?.dueAt : undefined),
    },
    {
      key: 'stage',
      title: t('desk.stages'),
      text: (item) => (item.kind === 'order' ? t(`stage.${stageOf(item.order)}`) : ''),
    },
    {
      key: 'crew',
      title: t('desk.crews'),
      text: (item) => (item.kind === 'order' ? (entities.crews.get(item.order.crewId ?? '')?.name ?? '') : ''),
    },
  ]);
}

const placeOf = (item: QueueItem): string =>
  (item.kind === 'order' ? item.order.place.address : item.complaint.place.address) ?? '';
