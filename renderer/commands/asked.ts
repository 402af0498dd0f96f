import { err, ok, type Result } from '#shared/lib/result.ts';
import { theLink, type Link } from '../link/link.ts';
import { apiFault, type ApiFault } from './api-fault.ts';

/** Asks the core something, and says what went wrong as a value. */
export async function asked<T>(ask: (api: Link['api']) => Promise<T>): Promise<Result<T, ApiFault>> {
  try {
    return ok(await ask(theLink().api));
  } catch (thrown) {
    return err(apiFault(thrown));
  }
}
