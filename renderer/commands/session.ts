import type { Actor } from '#shared/domain/entity/entity.ts';
import type { Result } from '#shared/lib/result.ts';
import { err, ok } from '#shared/lib/result.ts';
import { theLink } from '../link/link.ts';
import { apiFault, type ApiFault } from './api-fault.ts';

/** Someone of the roster, and how to reach them. */
export type RosterPerson = Actor & { readonly phone?: string | undefined };

/** Who may sign on at this console. */
export const listPeople = (): Promise<Result<readonly RosterPerson[], ApiFault>> =>
  attempt(() => theLink().api.session.people());

/** Signs this seat on; the seat of all its windows arrives by the feed. */
export const signOn = (personId: string, pin: string): Promise<Result<Actor, ApiFault>> =>
  attempt(() => theLink().api.session.signOn({ personId, pin }));

export const signOff = (): Promise<Result<void, ApiFault>> => attempt(() => theLink().api.session.signOff());

/** Takes the report of a lost command off every screen; it stays in the log. */
export const dismissLost = (commandId: string): Promise<Result<void, ApiFault>> =>
  attempt(() => theLink().api.command.dismissLost({ commandId }));

async function attempt<T>(call: () => Promise<T>): Promise<Result<T, ApiFault>> {
  try {
    return ok(await call());
  } catch (thrown) {
    return err(apiFault(thrown));
  }
}
