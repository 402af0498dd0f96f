import type { ErrorCatalogue } from './catalogue-type.ts';

/** What can go wrong when somebody works the virtual city's plant. */
export const plantErrors = {
  PLT0001: {
    sentence: 'The virtual city has no valve with this id.',
    next: 'Take a valve id from the network that was exported from the same seed and number of stations.',
  },
  PLT0002: {
    sentence: 'The virtual city has no pipe with this id.',
    next: 'Correct pipeId in the scenario file: ids belong to one seed and number of stations.',
  },
  PLT0003: {
    sentence: 'The hydraulics of the virtual city found no first solution.',
    next: 'Start the city with another seed or number of stations, and report the pair that failed.',
  },
} as const satisfies ErrorCatalogue;
