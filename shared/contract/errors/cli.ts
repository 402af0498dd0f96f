import type { ErrorCatalogue } from './catalogue-type.ts';

/** What the command line and the launcher refuse (CLI00xx), and what `heatline doctor` finds (CLI01xx). */
export const cliErrors = {
  CLI0001: {
    sentence: 'The command is not used as it should be.',
    next: 'Look at `heatline --help` or `heatline <verb> --help`.',
  },
  CLI0002: {
    sentence: 'The port is in use by another program.',
    next: 'End the other program (perhaps another Heatline), or give another --port.',
  },
  CLI0003: {
    sentence: 'The data folder cannot be written.',
    next: 'Give a folder that you may write with --data, or mend its rights.',
  },
  CLI0004: {
    sentence: 'The address cannot be served on.',
    next: 'Give a --host of this computer: 127.0.0.1, or 0.0.0.0 for all.',
  },
  CLI0005: {
    sentence: 'A part of the console did not start.',
    next: 'Read its messages above; `heatline doctor` says what it lacks.',
  },
  CLI0006: {
    sentence: 'The pages could not be built.',
    next: 'Run `npm run build` and read its messages; `npm ci` first where packages are missing.',
  },
  CLI0007: {
    sentence: 'The Electron shell was asked for, and there is no Electron program.',
    next: 'Run `npx install-electron` (needs a network), set HEATLINE_ELECTRON, or start with --shell browser.',
  },
  CLI0008: {
    sentence: 'The Electron shell was asked for, and there is no display.',
    next: 'Start it in a desktop session, or start with --shell browser.',
  },
  CLI0009: {
    sentence: 'The virtual city could not be made.',
    next: 'Read its messages above; try other --seed or --stations.',
  },
  CLI0010: {
    sentence: 'The network or the customers were refused.',
    next: 'Mend the problems that are listed, then import again; nothing was changed.',
  },
  CLI0011: {
    sentence: 'Something failed that has no code of its own.',
    next: 'Run it again with HEATLINE_DEBUG=1 and report the message.',
  },
  CLI0012: {
    sentence: 'The file cannot be read.',
    next: 'Check the path and that you may read the file.',
  },
  CLI0013: {
    sentence: 'The exported log is not whole.',
    next: 'Export it again from the console or the hub; if it fails again, keep both files and call the supervisor.',
  },
  CLI0014: {
    sentence: 'The data folder holds the network of a real plant; the virtual city would take its place.',
    next: 'Give another folder with --data, or name the drivers of your plant with --drivers.',
  },
  CLI0015: {
    sentence: 'Heatline runs on this data folder already.',
    next: 'Open the address that is named, or end that one first; another console needs another --data.',
  },
  CLI0016: {
    sentence: 'The file with the observations is not usable.',
    next: 'Write it as docs/burst.md shows: JSON with drops, makeupRiseTPerH and complaints.',
  },
  CLI0101: {
    sentence: 'This Node.js is too old for Heatline.',
    next: 'Run it with `npx heatline`, which brings its own Node.',
  },
  CLI0102: {
    sentence: 'The database module cannot be loaded.',
    next: 'Run `npm ci` under the Node.js that runs Heatline.',
  },
  CLI0103: {
    sentence: 'No Chromium for the browser tests was found.',
    next: 'Any browser will do to use Heatline; for the tests install it (Debian: `apt-get install chromium`) or set HEATLINE_CHROMIUM.',
  },
  CLI0104: {
    sentence: 'There is no Electron program.',
    next: 'Use the browser shell, set HEATLINE_ELECTRON, or run `npx install-electron`.',
  },
  CLI0105: {
    sentence: 'There is no display.',
    next: 'Use the browser shell from another computer, or start a desktop session.',
  },
  CLI0106: { sentence: 'A port that Heatline uses is taken.', next: 'End the other program, or give another port.' },
  CLI0107: { sentence: 'The disk is nearly full.', next: 'Free at least 1 GB; history and log need room.' },
  CLI0108: {
    sentence: 'A database is damaged.',
    next: 'Start the console: it sets the file aside, saves what is readable and fetches the rest from the hub.',
  },
  CLI0109: {
    sentence: 'A database comes from a newer Heatline.',
    next: 'Run the newer version again, or give another --data.',
  },
  CLI0110: {
    sentence: 'A running part does not answer.',
    next: 'Restart Heatline; keep its messages if it happens again.',
  },
  CLI0111: {
    sentence: 'The drivers file is not usable.',
    next: 'Correct the named place; docs/drivers.md shows the form.',
  },
  CLI0112: { sentence: 'No network is imported yet.', next: 'Run `heatline import network FILE`.' },
} as const satisfies ErrorCatalogue;
