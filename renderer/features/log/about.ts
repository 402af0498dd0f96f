import type { Command } from '#shared/domain/entity/entity.ts';
import { ORDER_STAGES, type OrderStage } from '#shared/domain/order/types.ts';

/** What an entry of the log says beyond its kind. */
export interface About {
  readonly stage: OrderStage | undefined;
  readonly crewId: string | undefined;
  /** A person's own words: note, reason, proof. */
  readonly text: string | undefined;
}

/** Reads the parts of a command that a list shows, whatever its type; parts it does not have are undefined. */
export function aboutOf({ payload }: Pick<Command, 'payload'>): About {
  const part = (key: string): string | undefined => {
    const value = (payload as Readonly<Record<string, unknown>> | null | undefined)?.[key];
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  };
  const stage = part('stage');
  return {
    stage: ORDER_STAGES.find((known) => known === stage),
    crewId: part('crewId'),
    text: part('text') ?? part('reason') ?? part('proof') ?? part('note'),
  };
}
