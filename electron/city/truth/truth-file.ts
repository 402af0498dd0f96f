import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '#kit/logger.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { City, Plant } from '../types.ts';

/** What really happens in a run, one JSON object a line: `{at, kind, ...}`, `at` in UTC ms. The product never reads it. */
export interface Truth {
  write(atMs: number, kind: string, facts: Readonly<Record<string, unknown>>): void;
  dispose(): void;
}

/**
 * Opens a truth file anew. Throws CTY0007 where that is not possible. Lines are written at once; when one cannot be (a full
 * disk), that is logged once and the run goes on.
 */
export function openTruth(file: string, log: Log): Truth {
  let descriptor: number;
  try {
    mkdirSync(dirname(file), { recursive: true });
    descriptor = openSync(file, 'w');
  } catch (cause) {
    throw new CodedError('CTY0007', { file }, { cause });
  }
  let failed = false;
  return {
    write: (atMs, kind, facts) => {
      try {
        writeSync(descriptor, `${JSON.stringify({ at: atMs, kind, ...facts })}\n`);
      } catch (error) {
        if (!failed) log.warn({ code: 'CTY0007', file, error: String(error) });
        failed = true;
      }
    },
    dispose: () => closeSync(descriptor),
  };
}

/** A run without a truth file. */
export const noTruth: Truth = { write: () => undefined, dispose: () => undefined };

const LEAK_EVERY_MS = 10_000;

/** Writes each burst once with its pipe, and all leak flows every 10 s. Call it after every step of the plant. */
export function createBurstTruth(city: City, plant: Pick<Plant, 'bursts'>, truth: Truth): (nowMs: number) => void {
  const pipes = new Map(city.network.pipes.map((pipe) => [pipe.id, pipe]));
  const known = new Set<string>();
  let nextAtMs = Number.NEGATIVE_INFINITY;
  return (nowMs) => {
    for (const { pipeId, at, sinceMs } of plant.bursts) {
      if (known.has(pipeId)) continue;
      known.add(pipeId);
      const pipe = pipes.get(pipeId);
      truth.write(sinceMs, 'burst', { pipeId, side: pipe?.side, dnMm: pipe?.dnMm, street: pipe?.street, lonLat: at });
    }
    if (plant.bursts.length === 0 || nowMs < nextAtMs) return;
    nextAtMs = nowMs + LEAK_EVERY_MS;
    const leaks = plant.bursts.map(({ pipeId, leakTPerH }) => ({ pipeId, leakTPerH: Math.round(leakTPerH * 10) / 10 }));
    truth.write(nowMs, 'leak', { leaks });
  };
}
