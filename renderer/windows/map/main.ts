import { startWindow } from '../start-window.ts';
import MapWindow from './MapWindow.vue';

startWindow(MapWindow);
