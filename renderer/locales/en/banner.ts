export const words = {
  since: 'for {age}',
  retry: 'Reconnect now',
  retryIn: 'Reconnect now (by itself in {age})',
  coreDown: {
    what: 'The console on this computer stopped and is being started again.',
    still: 'The last values stay on screen and show their age; what was committed is on disk. New actions must wait.',
  },
  lost: {
    what: 'This window lost its console.',
    still: 'The last values stay; it reconnects by itself and hands over what it could not.',
  },
  rejected: { what: 'The console refused this window.', still: 'Reconnecting will not help; do what is said here.' },
  hubOffline: {
    what: 'The hub is away: working offline.',
    still: 'Live values, alarms, orders and alerts go on; actions are kept here and sent when the hub is back.',
  },
  hubRefused: {
    what: 'The hub refuses this console.',
    still: 'Live values go on; actions are kept here and not sent.',
  },
  chain: {
    what: "The hub log does not continue this console's record.",
    still: 'It may have been cut or rewritten. Tell the shift lead and export the log of this console first.',
  },
  driver: {
    what: 'Source {id} ({endpoint}) is away.',
    still: 'Its {n} signals are shown stale; the rest goes on, it reconnects by itself.',
  },
} as const;
