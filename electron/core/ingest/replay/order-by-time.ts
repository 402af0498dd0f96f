/** Rows a bucket, on average, where the times are spread evenly. */
const ROWS_A_BUCKET = 8;

/**
 * The order of rows by time, rows of the same time as they came. Linear for times that are spread over their span, as recorded ones
 * are (a comparison sort of millions of rows would stop the driver's heartbeat).
 */
export function orderByTime(at: Float64Array): Uint32Array {
  const count = at.length;
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  let isOrdered = true;
  for (let row = 0; row < count; row += 1) {
    const time = at[row] as number;
    if (time < last) isOrdered = false;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const order = new Uint32Array(count);
  if (isOrdered) return order.map((_, row) => row);

  const buckets = Math.max(1, Math.ceil(count / ROWS_A_BUCKET));
  const scale = (buckets - 1) / (last - first);
  const bucketOf = (row: number) => Math.floor(((at[row] as number) - first) * scale);
  const starts = new Uint32Array(buckets + 1);
  for (let row = 0; row < count; row += 1) {
    const next = bucketOf(row) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    starts[bucket + 1] = (starts[bucket + 1] as number) + (starts[bucket] as number);
  }
  const places = starts.slice();
  for (let row = 0; row < count; row += 1) {
    const bucket = bucketOf(row);
    const place = places[bucket] as number;
    order[place] = row;
    places[bucket] = place + 1;
  }
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    const rows = order.subarray(starts[bucket], starts[bucket + 1]);
    if (rows.length > 1) rows.sort((a, b) => (at[a] as number) - (at[b] as number) || a - b);
  }
  return order;
}
