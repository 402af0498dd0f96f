import { runDriver } from '../driver-context.ts';
import { startModbusDriver } from './driver.ts';

runDriver(startModbusDriver);
