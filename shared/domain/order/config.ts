const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The numbers of the order rules; see SPEC.md for their sources. Hub and consoles of one site must use the same. */
export const ORDER_DEFAULTS = {
  /** [seed] First contact with the customer, after acceptance. */
  contactMs: 10 * MINUTE_MS,
  /** [seed] Contact on urgent orders, after acceptance. */
  urgentContactMs: 2 * HOUR_MS,
  /** [seed] The same in the cold regime (outdoor below -5 C). */
  urgentContactColdMs: HOUR_MS,
  /** [seed] Ordinary repair, after receipt. */
  repairMs: 24 * HOUR_MS,
  /** [eng] The local day an order's number belongs to: China Standard Time, UTC+8. */
  dayOffsetMs: 8 * HOUR_MS,
} as const;

export type OrderConfig = { readonly [Key in keyof typeof ORDER_DEFAULTS]: number };
