import { startWindow } from '../start-window.ts';
import AlertWindow from './AlertWindow.vue';

startWindow(AlertWindow);
