/** `console-75a4f2d7` of `console-75a4f2d7-c6f3-4d80-…`: enough to tell consoles apart, and short enough to read. */
export function deviceName(device: string): string {
  return device.replace(/^([a-z]+-[0-9a-f]{8})-[0-9a-f-]+$/, '$1');
}
