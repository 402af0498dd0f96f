import { startWindow } from '../start-window.ts';
import SettingsWindow from './AlarmsWindow.vue';

startWindow(SettingsWindow);
