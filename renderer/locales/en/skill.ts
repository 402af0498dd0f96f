export const words = {
  pipe: 'Pipe',
  welding: 'Welding',
  valve: 'Valve',
  electrical: 'Electrical',
  heatDoctor: 'Heat doctor',
} as const;
