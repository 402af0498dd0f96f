export const words = {
  source: {
    cityForecast: '虚拟城市的天气预报',
    cityWeather: '虚拟城市气象站',
  },
} as const;
