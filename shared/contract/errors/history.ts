import type { ErrorCatalogue } from './catalogue-type.ts';

/** The recorded history of the signals. */
export const historyErrors = {
  HIS0001: {
    sentence: 'Nothing is recorded under this signal name.',
    next: 'Check the name: station, a dot, and the measure, as in S001.primarySupplyPressureMPa.',
  },
  HIS0002: {
    sentence: 'The time span asked for is empty.',
    next: 'Choose an end that is later than the beginning.',
  },
  HIS0003: {
    sentence: 'The disk is full: the history cannot be stored.',
    next: 'Make room on the disk named. The last minute or so is held in memory and stored as soon as there is room; older samples are lost.',
  },
  HIS0004: {
    sentence: 'The history file was damaged; it was set aside and a new one begun.',
    next: 'Keep the file named for repair. Curves begin at the time of this message; orders, alarms and commands are in other files and are whole.',
  },
  HIS0005: {
    sentence: 'The recording of history stopped and is started again.',
    next: 'Curves have a gap until it is back. If it repeats, keep the log and report it.',
  },
  HIS0006: {
    sentence: 'There is no history to read at this place, or it was written by another release.',
    next: 'Check the data folder, and that console and command line are of the same release.',
  },
  HIS0007: {
    sentence: 'The file history.json cannot be used.',
    next: 'Correct the field named, or remove the file to use the standard times; docs/history.md lists the fields.',
  },
  HIS0008: {
    sentence: 'A part of the history cannot be read; curves leave it out.',
    next: 'Check the disk for faults. The rest of the history is whole and recording goes on.',
  },
  HIS0009: {
    sentence: 'Samples with a time that cannot be right (years back or ahead) are not recorded.',
    next: 'Set the clock of the server or device that sends them.',
  },
  HIS0010: {
    sentence: 'The history cannot keep up: samples are lost.',
    next: 'Relieve this computer, or have the plant send less often. Live values and alarms are not affected.',
  },
  HIS0011: {
    sentence: 'The export would have more rows than a window can take.',
    next: 'Choose fewer signals, a shorter span or a coarser resolution, or use `heatline history export`.',
  },
} as const satisfies ErrorCatalogue;
