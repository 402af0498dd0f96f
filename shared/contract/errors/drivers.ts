import type { ErrorCatalogue } from './catalogue-type.ts';

/** Replay driver. */
export const repErrors = {
  REP0001: {
    sentence: 'The recorded file cannot be read.',
    next: 'Check the path named and that the console may read it; `.gz` and `.zst` files must be whole.',
  },
  REP0002: {
    sentence: 'A row of the recorded file is wrong, so nothing of it is played.',
    next: 'Correct the line named, or export the recording again; docs/drivers.md describes the columns.',
  },
  REP0003: {
    sentence: 'The recorded file has no sample in the span that is to be played.',
    next: 'Correct `from` and `to`, or choose another recording.',
  },
  REP0004: {
    sentence: 'The recorded file has more rows than can be played.',
    next: 'Play a part of it with `from` and `to`, or record fewer signals.',
  },
  REP0005: {
    sentence: 'The recording has been played to its end.',
    next: 'Nothing to do. Set `loop` to play it again and again, or save the driver again to play it once more.',
  },
} as const satisfies ErrorCatalogue;

/** Setting drivers up from the settings window. */
export const drvErrors = {
  DRV0001: {
    sentence: 'This console was started without a drivers file, so its drivers cannot be changed here.',
    next: 'Start it with `--drivers FILE`; an empty file is `{"version": 1, "drivers": []}`.',
  },
  DRV0002: {
    sentence: 'The drivers file was changed by somebody else in the meantime; nothing was saved.',
    next: 'Load the drivers anew and make the change again.',
  },
  DRV0003: {
    sentence: 'The drivers file cannot be written; the drivers go on as they were.',
    next: 'Check the folder named, its rights and its room.',
  },
  DRV0004: {
    sentence: 'This console has no driver with that id.',
    next: 'Load the drivers anew.',
  },
  DRV0005: {
    sentence: 'Too much is being tried out at once.',
    next: 'Wait until the tests that run have ended.',
  },
  DRV0006: {
    sentence: 'Not every unit could be asked in the time that a test may take.',
    next: 'Mend or take out the units that do not answer, or shorten their time-out, and test again.',
  },
} as const satisfies ErrorCatalogue;
