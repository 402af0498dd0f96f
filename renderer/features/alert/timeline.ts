import type { LogRow } from '#shared/contract/console-api.ts';
import type { AlertLevel, StepKind } from '#shared/domain/alert/types.ts';
import type { OrderStage } from '#shared/domain/order/types.ts';

/** One line of the timeline. `subject` chooses the words, `detail` is what a person wrote or who is meant. */
export interface TimelineRow {
  readonly key: string;
  /** When it happened, UTC ms. */
  readonly at: number;
  readonly subject: string;
  readonly step?: StepKind | undefined;
  readonly level?: AlertLevel | undefined;
  /** Of an order. */
  readonly stage?: OrderStage | undefined;
  readonly crewId?: string | undefined;
  readonly detail: string;
  readonly by: string;
  /** No receipt of the hub yet. */
  readonly isPending: boolean;
  /** It was refused, by this code: it stays in the log and is shown. */
  readonly refusal?: string | undefined;
  readonly isLate: boolean;
  readonly seq?: number | undefined;
}

/** Log rows of an alert and its orders as one list, what happened last first; of the same moment, what is pending first. */
export function timelineOf(rows: readonly LogRow[]): readonly TimelineRow[] {
  const byCommand = new Map(rows.map((row) => [row.command.commandId, row]));
  return [...byCommand.values()]
    .map(rowOf)
    .sort((a, b) => b.at - a.at || Number(b.isPending) - Number(a.isPending) || (b.seq ?? 0) - (a.seq ?? 0));
}

function rowOf(row: LogRow): TimelineRow {
  const { command } = row;
  const payload = command.payload as Readonly<Record<string, unknown>>;
  const text = (key: string): string | undefined => {
    const value = payload[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const time = (key: string): number | undefined => {
    const value = payload[key];
    return typeof value === 'number' ? value : undefined;
  };
  const words = [text('contactName'), text('valveId'), text('text'), text('reasonText'), text('reason'), text('title')];
  return {
    key: command.commandId,
    at: time('occurredAt') ?? time('declaredAt') ?? time('pagedAt') ?? time('endedAt') ?? command.issuedAt,
    subject: subjectOf(command.type, payload),
    step: command.type === 'recordStep' ? (text('kind') as StepKind | undefined) : undefined,
    level: text('level') as AlertLevel | undefined,
    stage: text('stage') as OrderStage | undefined,
    crewId: text('crewId'),
    detail: command.type === 'declareRedAlert' ? (text('reasonText') ?? '') : words.filter(Boolean).join(' · '),
    by: command.actor.name,
    isPending: row.kind === 'pending',
    refusal: row.kind === 'refused' ? (row.refusal?.code ?? '') : undefined,
    isLate: row.events.some((event) => (event.payload as { late?: unknown }).late === true),
    seq: row.seq,
  };
}

/** A mark says which one; an escalation is not a first page. */
function subjectOf(type: string, payload: Readonly<Record<string, unknown>>): string {
  if (type === 'markPage') return payload['mark'] === 'read' ? 'pageRead' : 'pageDelivered';
  if (type === 'pageContact') return payload['escalation'] === true ? 'escalated' : 'paged';
  return type;
}
