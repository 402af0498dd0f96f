import type { OpenDatabase } from '#kit/open-database.ts';
import type { Actor } from '#shared/domain/entity/entity.ts';

/** Who is signed on at a window group. `seatIdHash` is the SHA-256 (hex) of the seat's secret; `signedOnAt` in UTC ms. */
export interface Seat {
  readonly seatIdHash: string;
  readonly actor: Actor;
  readonly signedOnAt: number;
}

interface Row {
  readonly seatIdHash: string;
  readonly actor: string;
  readonly signedOnAt: number;
}

/** Signs a person on; whoever sat there before is replaced. DBS0002 when the disk is full. */
export function putSeat(cache: OpenDatabase, seat: Seat): void {
  const upsert = cache.sqlite.prepare(
    `INSERT INTO seats (seat_id_hash, actor, signed_on_at) VALUES (?, ?, ?)
     ON CONFLICT (seat_id_hash) DO UPDATE SET actor = excluded.actor, signed_on_at = excluded.signed_on_at`,
  );
  cache.write(() => upsert.run(seat.seatIdHash, JSON.stringify(seat.actor), seat.signedOnAt));
}

/** Signs a seat off. Nothing happens where nobody sat. DBS0002 when the disk is full. */
export function deleteSeat(cache: OpenDatabase, seatIdHash: string): void {
  const remove = cache.sqlite.prepare('DELETE FROM seats WHERE seat_id_hash = ?');
  cache.write(() => remove.run(seatIdHash));
}

/** Everyone signed on, the longest first: survives a restart of the core. */
export function readSeats(cache: OpenDatabase): Seat[] {
  return cache.sqlite
    .prepare<[], Row>(
      'SELECT seat_id_hash AS seatIdHash, actor, signed_on_at AS signedOnAt FROM seats ORDER BY signed_on_at, seat_id_hash',
    )
    .all()
    .map((row) => ({ ...row, actor: JSON.parse(row.actor) as Actor }));
}
