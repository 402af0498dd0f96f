import { watch } from 'vue';
import type { EntityRef, EntityType } from '#shared/domain/entity/entity.ts';
import { newId } from '../link/new-id.ts';
import { theLink } from '../link/link.ts';
import { useClock } from '../stores/clock.store.ts';
import { useConsole } from '../stores/console.store.ts';
import { useEntities } from '../stores/entities.store.ts';
import { apiFault } from './api-fault.ts';
import { forThePage } from './for-the-page.ts';
import { addNotice } from './notices.ts';
import { Submissions, type Submission } from './submissions.ts';

const submissions = new Submissions();
let isFollowing = false;

/** Whether an action on this entity (of this command type) waits for its receipt; reactive, counts other windows' too. */
export function isWaiting(entity: EntityRef, type?: string): boolean {
  return submissions.isWaiting(entity, type) || (type === undefined && useEntities().isPending(entity));
}

/** Whether an action of this command type on this entity is under way and not yet in what this page shows: what must not be pressed twice asks this. */
export const isSending = (entity: EntityRef, type: string): boolean => submissions.isSending(entity, type);

/** A new entity's id, made here so that the same command twice makes one entity. */
export const newEntityId = (): string => newId();

/**
 * Hands one command to the core: decided and committed there, pending until its receipt comes by the feed. Where the connection breaks
 * it is handed over again with the same id once the connection is back; a refusal is put among the notices.
 * @returns the submission once the core has it on disk or refused it
 */
export async function submit(entity: EntityRef, type: string, payload: unknown): Promise<Submission> {
  followFeed();
  const submission = submissions.begin(newId(), type, entity);
  await handOver(submission, payload);
  return submission;
}

async function handOver(submission: Submission, payload: unknown): Promise<void> {
  const { commandId, entity, type } = submission;
  for (;;) {
    try {
      await theLink().api.command.submit({ commandId, entity, type, payload });
      submissions.committed(commandId, useClock().coreNow());
      // The feed may have brought the receipt before the answer came.
      readFeed();
      return;
    } catch (thrown) {
      const fault = apiFault(thrown);
      if (fault.kind === 'refused') {
        submissions.refused(commandId, fault.code, fault.detail);
        addNotice(type, fault.code, fault.detail);
        return;
      }
      addNotice(type, 'PAG0003');
      await connectionOpened();
    }
  }
}

function connectionOpened(): Promise<void> {
  return new Promise((resolve) => {
    const stop = theLink().onOpened(() => {
      stop();
      resolve();
    });
  });
}

/** Settles submissions as the feed brings receipts; started by the first command of the page, for its life. */
function followFeed(): void {
  if (isFollowing) return;
  isFollowing = true;
  const entities = useEntities();
  const consoleStore = useConsole();
  // At once and not with the next frame: pending and settled can follow one another within it.
  forThePage(() => {
    watch([() => entities.pending, () => consoleStore.status], readFeed, { flush: 'sync' });
  });
}

function readFeed(): void {
  const { pendingOf } = useEntities();
  const { status } = useConsole();
  submissions.observe({
    pendingOf,
    lost: status?.lost ?? [],
    unsent: status ? { count: status.unsent.count, at: status.now } : undefined,
  });
}

/** Shorthand of the action files. */
export const refOf = (type: EntityType, id: string): EntityRef => ({ type, id });
