import { runDriver } from '../driver-context.ts';
import { startReplayDriver } from './driver.ts';

runDriver(startReplayDriver);
