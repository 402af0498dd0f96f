import type { LogRow } from '#shared/contract/console-api.ts';
import {
  BURST_PARAMS,
  BURST_PARAM_KEYS,
  isBurstParamKey,
  type BurstNumbers,
  type BurstParamKey,
} from '#shared/domain/burst-settings/catalogue.ts';
import { isPlanKey, planFaults } from '#shared/domain/burst-settings/plan.ts';
import type { BurstSettingsCommands } from '#shared/domain/burst-settings/types.ts';
import { readParam, valueToSet, type ParamProblem } from '../impact/param-values.ts';

/** What is typed and not saved, as typed. */
export type TypedNumbers = ReadonlyMap<BurstParamKey, string>;

/** One number changed by one save; both in the unit of the key, `to` the default where it went back to it. */
interface ChangedNumber {
  readonly key: BurstParamKey;
  readonly from: number;
  readonly to: number;
}

/** One save of the log: everything that was changed with one reason. */
export interface NumberChange {
  readonly id: string;
  /** UTC ms */
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  readonly isPending: boolean;
  readonly numbers: readonly ChangedNumber[];
}

export interface NumberRow {
  readonly key: BurstParamKey;
  /** As it stands in the field. */
  readonly text: string;
  readonly site: number;
  readonly standard: number;
  readonly isDrafted: boolean;
  readonly problem?: ParamProblem | undefined;
}

/** `leak` of `leak.cd`: the layer, or the plan, that uses the number. */
export const groupOf = (key: BurstParamKey): string => key.slice(0, key.indexOf('.'));

/** The numbers that make the incident plan not rise (BUR0004), once one of the plan is typed over. */
function planProblems(site: BurstNumbers, typed: TypedNumbers): ReadonlySet<BurstParamKey> {
  const drafted = [...typed].flatMap(([key, text]) => {
    const value = readParam(key, text);
    return isPlanKey(key) && typeof value === 'number' && value !== site[key] ? [[key, value] as const] : [];
  });
  if (drafted.length === 0) return new Set();
  return new Set(planFaults({ ...site, ...Object.fromEntries(drafted) }).map(({ key }) => key));
}

/** Every number in the order of the catalogue, as typed so far. */
export function numberRows(site: BurstNumbers, typed: TypedNumbers): readonly NumberRow[] {
  const ofPlan = planProblems(site, typed);
  return BURST_PARAM_KEYS.map((key) => {
    const row = numberRow(key, site, typed);
    return row.problem === undefined && ofPlan.has(key) ? { ...row, problem: 'plan' } : row;
  });
}

export function numberRow(key: BurstParamKey, site: BurstNumbers, typed: TypedNumbers): NumberRow {
  const text = typed.get(key);
  const value = text === undefined ? site[key] : readParam(key, text);
  return {
    key,
    text: text ?? String(site[key]),
    site: site[key],
    standard: BURST_PARAMS[key].value,
    isDrafted: value !== site[key],
    problem: typeof value === 'string' ? value : undefined,
  };
}

/** The rows by group, groups and numbers in the order of the catalogue. */
export function groupedRows(
  rows: readonly NumberRow[],
): readonly (readonly [group: string, rows: readonly NumberRow[]])[] {
  const groups = new Map<string, NumberRow[]>();
  for (const row of rows) {
    const group = groupOf(row.key);
    const known = groups.get(group);
    if (known) known.push(row);
    else groups.set(group, [row]);
  }
  return [...groups];
}

/** What a save sends: what differs from the site and is right; `wrong` are the keys that keep it from being saved. */
export function numbersToSave(
  site: BurstNumbers,
  typed: TypedNumbers,
): { readonly values: Partial<Record<BurstParamKey, number | null>>; readonly wrong: readonly BurstParamKey[] } {
  const values: Partial<Record<BurstParamKey, number | null>> = {};
  const wrong: BurstParamKey[] = [];
  for (const [key, text] of typed) {
    const value = readParam(key, text);
    if (typeof value === 'string') wrong.push(key);
    else if (value !== site[key]) values[key] = valueToSet(key, value);
  }
  for (const key of planProblems(site, typed)) if (!wrong.includes(key)) wrong.push(key);
  return { values, wrong };
}

/** The log of the numbers (newest first) as saves with what each number was before; refused ones are left out, keys of newer versions too. */
export function numberChanges(rows: readonly LogRow[]): readonly NumberChange[] {
  const now = new Map<BurstParamKey, number>(BURST_PARAM_KEYS.map((key) => [key, BURST_PARAMS[key].value]));
  return rows
    .filter(({ kind, command }) => kind !== 'refused' && command.type === 'setBurstParams')
    .toReversed()
    .map(({ command, hubAt, kind }) => {
      const { values, reason } = command.payload as BurstSettingsCommands['setBurstParams'];
      const numbers = Object.entries(values).flatMap(([key, value]) => {
        if (!isBurstParamKey(key)) return [];
        const standard = BURST_PARAMS[key].value;
        const from = now.get(key) ?? standard;
        const to = value ?? standard;
        now.set(key, to);
        return [{ key, from, to }];
      });
      return {
        id: command.commandId,
        at: hubAt ?? command.issuedAt,
        by: command.actor.name,
        reason,
        isPending: kind === 'pending',
        numbers,
      };
    })
    .toReversed();
}

/** The last save of each number. */
export function lastChanges(changes: readonly NumberChange[]): ReadonlyMap<BurstParamKey, NumberChange> {
  const last = new Map<BurstParamKey, NumberChange>();
  for (const change of changes) {
    for (const { key } of change.numbers) if (!last.has(key)) last.set(key, change);
  }
  return last;
}
