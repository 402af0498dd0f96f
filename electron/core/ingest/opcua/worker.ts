import { runDriver } from '../driver-context.ts';
import { startOpcuaDriver } from './driver.ts';

runDriver(startOpcuaDriver);
