/** The unavoidable part of drawing the wall, bare: per cell one rectangle and its value, three rectangles of the band, on one canvas. */
interface FloorScope {
  onmessage: ((event: MessageEvent<FloorMessage>) => void) | null;
}
export type FloorMessage =
  | { readonly t: 'start'; readonly canvas: OffscreenCanvas; readonly boxes: Float32Array }
  | { readonly t: 'live'; readonly values: Float64Array };

const scope = self as unknown as FloorScope;
let ink: OffscreenCanvasRenderingContext2D | null = null;
let boxes = new Float32Array(0);

scope.onmessage = ({ data }) => {
  if (data.t === 'start') {
    ink = data.canvas.getContext('2d', { alpha: false });
    boxes = data.boxes as Float32Array<ArrayBuffer>;
    if (ink) ink.textBaseline = 'middle';
    return;
  }
  if (!ink) return;
  ink.font = '600 16px sans-serif';
  for (let cell = 0; cell < boxes.length / 4; cell += 1) {
    const [x = 0, y = 0, w = 0, h = 0] = boxes.subarray(cell * 4, cell * 4 + 4);
    const value = data.values[cell] ?? 0;
    ink.fillStyle = '#1d2024';
    ink.fillRect(x + 2, y + 2, w - 4, h - 4);
    ink.fillStyle = '#2f353c';
    ink.fillRect(x + 4, y + h - 10, w - 8, 4);
    ink.fillStyle = '#3f4750';
    ink.fillRect(x + 4 + w * 0.3, y + h - 10, w * 0.4, 4);
    ink.fillStyle = '#d9dce0';
    ink.fillRect(x + 4 + (w - 8) * (value / 1.6), y + h - 11, 3, 6);
    ink.fillText(value.toFixed(3), x + 4, y + h / 2);
  }
};
