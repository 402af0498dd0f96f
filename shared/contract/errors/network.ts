import type { ErrorCatalogue } from './catalogue-type.ts';

/** The network model: topology (NET) and hydraulics (HYD). Many are remarks on an answer that stands all the same. */
export const networkErrors = {
  NET0001: {
    sentence: 'The network has no pipe with this id.',
    next: 'Take an id from the imported network; after a new import ids may have gone.',
  },
  NET0002: {
    sentence: 'This network has no heat source: who is cut off cannot be told.',
    next: 'Import a network with a source. The valves around the leak are right all the same.',
  },
  NET0003: {
    sentence: 'No set of valves closes this leak off.',
    next: 'Stop the source, or free a stuck valve and trace again.',
  },
  NET0004: {
    sentence: 'The heat source lies inside the part that has to be closed.',
    next: 'Stop its pumps: valves alone do not end this leak.',
  },
  NET0005: {
    sentence: 'No network is imported yet.',
    next: 'Import one with `heatline import network FILE`.',
  },
  NET0006: {
    sentence: 'There is no pipe near this place.',
    next: 'Choose a pipe, or a place within the snap distance of one.',
  },
  NET0007: {
    sentence: 'Some parts of this network could not be used in the model.',
    next: 'See the import report; the rest is traced.',
  },
  NET0008: {
    sentence: 'A valve of unknown state or condition is part of the answer.',
    next: 'Have it looked at first, and trace again with what was found.',
  },
  NET0009: {
    sentence: 'Stations at the edge of the closed part have water on their other side.',
    next: 'Shut the valves of the named stations too, or water crosses them into the leak.',
  },
  NET0010: {
    sentence: 'The question names valves that this network does not have.',
    next: 'They were left out; take ids from the imported network.',
  },
  NET0011: {
    sentence: 'The observations name stations that this network does not have.',
    next: 'Take ids from the imported network: a reading of an unknown station would be left out without a word.',
  },
  HYD0001: {
    sentence: 'The simulation found no balance of pressures.',
    next: 'The answer from the topology stands; check bores and lengths around the leak.',
  },
  HYD0002: {
    sentence: 'Without a heat source there is nothing to simulate.',
    next: 'Import a network with a source.',
  },
  HYD0003: {
    sentence: 'The hydraulic model is still being built.',
    next: 'Ask again in some seconds; the answer from the topology stands.',
  },
  HYD0004: {
    sentence: 'The simulation was left out on request.',
    next: 'Ask again with the simulation switched on.',
  },
  HYD0005: {
    sentence: 'The network model ended unexpectedly and is being started again.',
    next: 'Ask again in some seconds; if it comes back, export the log and report it.',
  },
  HYD0006: {
    sentence: 'The hydraulic model repeats the measured pressures badly.',
    next: 'Open the residuals: a closed valve that is recorded as open is the usual cause.',
  },
} as const satisfies ErrorCatalogue;
