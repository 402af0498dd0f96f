import { startWindow } from '../start-window.ts';
import SettingsWindow from './SettingsWindow.vue';

startWindow(SettingsWindow);
