import { startWindow } from '../start-window.ts';
import WallWindow from './WallWindow.vue';

startWindow(WallWindow);
