import { startWindow } from '../start-window.ts';
import DeskWindow from './DeskWindow.vue';

startWindow(DeskWindow);
