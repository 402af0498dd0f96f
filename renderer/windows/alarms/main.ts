import { startWindow } from '../start-window.ts';
import AlarmsWindow from './AlarmsWindow.vue';

startWindow(AlarmsWindow);
