import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { z } from 'zod';
import { replaceFile } from '#kit/replace-file.ts';
import { mapFileSchema, mapSourceSchema, type MapFile, type MapSource } from '#shared/contract/map-api.ts';
import { CodedError } from '#shared/lib/coded-error.ts';

/** What `map.json` says, and what stands for this version of it. */
export interface ReadMapFile {
  readonly file: MapFile;
  readonly revision: string;
}

/** Reads `map.json`; without one: no sources. @throws CodedError MPS0001, `path` names the field */
export function readMapFile(path: string): ReadMapFile {
  const text = textOf(path);
  return { file: text === '' ? parseMapFile({}) : parseMapFile(jsonOf(text)), revision: revisionOf(text) };
}

/** What stands for the contents as they are, usable or not. */
export const mapFileRevision = (path: string): string => revisionOf(textOf(path));

/** @throws CodedError MPS0001 for what it says, MPS0002 changed since `revision`, MPS0003 not writable */
export function writeMapFile(path: string, contents: unknown, revision: string): ReadMapFile {
  const file = parseMapFile(contents);
  if (mapFileRevision(path) !== revision) throw new CodedError('MPS0002');
  const text = `${JSON.stringify(file, null, 2)}\n`;
  try {
    replaceFile(path, text);
  } catch (cause) {
    throw new CodedError('MPS0003', { file: path, problem: (cause as Error).message }, { cause });
  }
  return { file, revision: revisionOf(text) };
}

/** A source that is not saved yet. @throws CodedError MPS0001 */
export const parseSource = (draft: unknown): MapSource => parsed(mapSourceSchema, draft);

const parseMapFile = (contents: unknown): MapFile => parsed(mapFileSchema, contents);

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new CodedError('MPS0001', { path: (issue?.path ?? []).join('.'), problem: issue?.message ?? '' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CodedError('MPS0001', { path: '', problem: (cause as Error).message }, { cause });
  }
}

function textOf(path: string): string {
  if (!existsSync(path)) return '';
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new CodedError('MPS0001', { path: '', problem: (cause as Error).message }, { cause });
  }
}

const revisionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
