import { addError, type ProblemList } from './problems.ts';

/** One data line of an EPANET section: its number in the file (from 1), and its words without the comment. */
export interface InpLine {
  readonly line: number;
  readonly words: readonly string[];
}

export type InpSections = ReadonlyMap<string, readonly InpLine[]>;

const MAX_LINES = 5_000_000;
/** EPANET's own limit is 255 from 2.2 on; older files have 80. */
const MAX_LINE_LENGTH = 1024;

/**
 * Cuts EPANET text into sections, keyed `JUNCTIONS`, `PIPES`, ... in capitals; a section that comes twice is joined.
 * Section names may be cut short, as EPANET allows (`[JUNC]`).
 */
export function readSections(text: string, problems: ProblemList): InpSections {
  const sections = new Map<string, InpLine[]>();
  let current: InpLine[] | undefined;
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.length > MAX_LINES) {
    addError(problems, 'IMP0007', 'file', 'lines', lines.length);
    return sections;
  }
  for (const [index, raw] of lines.entries()) {
    const where = `line ${String(index + 1)}`;
    const data = (raw.split(';', 1)[0] ?? '').trim();
    if (data === '') continue;
    if (data.startsWith('[')) {
      const name = sectionName(data);
      if (name === 'END') break;
      const section = sections.get(name) ?? [];
      sections.set(name, section);
      current = section;
    } else if (data.length > MAX_LINE_LENGTH) addError(problems, 'IMP0022', where, 'length', data.length);
    else if (current === undefined) addError(problems, 'IMP0022', where, 'section', data);
    else current.push({ line: index + 1, words: splitWords(data) });
  }
  return sections;
}

const NAMES = [
  'TITLE',
  'JUNCTIONS',
  'RESERVOIRS',
  'TANKS',
  'PIPES',
  'PUMPS',
  'VALVES',
  'TAGS',
  'STATUS',
  'OPTIONS',
  'COORDINATES',
  'VERTICES',
  'END',
] as const;

function sectionName(header: string): string {
  const written = header.replace(/^\[|\].*$/g, '').toUpperCase();
  return NAMES.find((name) => name === written || (written.length >= 4 && name.startsWith(written))) ?? written;
}

/** Words are parted by blanks; quotation marks keep blanks together. */
function splitWords(data: string): readonly string[] {
  return [...data.matchAll(/"([^"]*)"|[^\s"]+/g)].map((match) => match[1] ?? match[0]);
}
