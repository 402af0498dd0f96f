export const words = {
  source: {
    cityForecast: 'forecast of the virtual city',
    cityWeather: 'weather station of the virtual city',
  },
} as const;
