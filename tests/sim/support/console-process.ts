import { randomUUID } from 'node:crypto';
import { createHubLink } from '#core/hub-link/hub-link.ts';
import { createConsoleLog } from '#core/log/console-log.ts';
import { openJournal } from '#core/db/journal/open-journal.ts';
import { createSqliteJournal } from '#core/db/journal/sqlite-journal.ts';
import { systemClock } from '#kit/system-clock.ts';
import { randomStep } from './random-story.ts';
import { seededRandom } from './random.ts';

/** A console's log and link as a process that acts at random until it is told to stop or is killed. Speaks over IPC. */
const [journalFile, deviceId, url, token, seed] = process.argv.slice(2) as [string, string, string, string, string];

const store = createSqliteJournal(openJournal(journalFile, systemClock), systemClock);
const log = createConsoleLog({ store, clock: systemClock, newId: randomUUID, deviceId });
const link = createHubLink({ url, token, log, clock: systemClock });
const random = seededRandom(Number(seed));

const acting = setInterval(() => {
  const result = log.submit(randomStep(log, random));
  if (result.ok) process.send?.({ t: 'given', commandId: result.value.commandId });
}, 15);
const telling = setInterval(() => {
  process.send?.({
    t: 'status',
    pending: log.pending().count,
    seq: log.head().seq,
    link: link.status().state,
    chain: log.chain(),
  });
}, 50);

process.on('message', (message) => {
  if (message !== 'stop acting') return;
  clearInterval(acting);
  process.send?.({ t: 'stopped' });
});
process.on('disconnect', () => {
  clearInterval(acting);
  clearInterval(telling);
  process.exit(0);
});
process.send?.({ t: 'up' });
