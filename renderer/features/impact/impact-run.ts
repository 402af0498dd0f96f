import { shallowRef } from 'vue';
import type { ImpactRequest, ImpactResult } from '#shared/domain/burst/impact-types.ts';
import type { TraceRequest, TraceResult } from '#shared/domain/network/trace-types.ts';
import type { Result } from '#shared/lib/result.ts';
import {
  firstAnswer,
  withFault,
  withImpact,
  withReports,
  withTrace,
  type AskCause,
  type ImpactAnswer,
  type ImpactContext,
  type ImpactQuestion,
} from './answer.ts';

/** Whoever answers, and what is known when it is asked. */
export interface ImpactSources {
  /** Undefined where the pipe is not of this network. */
  readonly context: (question: ImpactQuestion) => ImpactContext | undefined;
  readonly trace: (request: TraceRequest) => Promise<Result<TraceResult, { readonly code: string }>>;
  readonly impact: (request: ImpactRequest) => Promise<Result<ImpactResult, { readonly code: string }>>;
  /** The answer has come so far; called after it stands. */
  readonly reached?: (step: 'first' | 'trace' | 'all', askedAt: number) => void;
  /** Monotonic, ms. */
  readonly now: () => number;
}

/**
 * One question at a time: the quick answer stands when `ask` returns, trace and simulation replace it as they come. A reply to a question that has been
 * asked anew, or closed, is dropped.
 */
export function createImpactRun(sources: ImpactSources) {
  const answer = shallowRef<ImpactAnswer>();
  let number = 0;

  function ask(question: ImpactQuestion, cause: AskCause): void {
    const askedAt = sources.now();
    const context = sources.context(question);
    if (!context) return;
    number += 1;
    const own = number;
    answer.value = firstAnswer(question, context, { number, cause }, answer.value);
    sources.reached?.('first', askedAt);
    const { pipeId, hole, holeShare, params, at } = question;
    const { valves, isWorstCase } = question;
    const traced = { valves, startAt: at, ...(isWorstCase === true && { unknownCondition: 'stuck' as const }) };
    const take = (change: (standing: ImpactAnswer) => ImpactAnswer, step: 'trace' | 'all'): void => {
      if (answer.value?.number !== own) return;
      answer.value = change(answer.value);
      sources.reached?.(step, askedAt);
    };
    void sources.trace({ pipeIds: [pipeId], ...traced }).then((reply) => {
      // Where the whole answer was quicker, this one is no news.
      take((standing) => {
        if (!standing.waiting.trace) return standing;
        if (!reply.ok) return withFault(standing, reply.error.code);
        return withTrace(standing, reply.value, context.numbers);
      }, 'trace');
    });
    void sources
      .impact({ pipeId, at, hole, ...(holeShare !== undefined && { holeShare }), params, ...traced })
      .then((reply) => {
        take(
          (standing) => (reply.ok ? withImpact(standing, reply.value) : simulationFailed(standing, reply.error.code)),
          'all',
        );
      });
  }

  function followReports(): void {
    const standing = answer.value;
    const context = standing && sources.context(standing.question);
    if (context) answer.value = withReports(standing, context.reported);
  }

  function close(): void {
    number += 1;
    answer.value = undefined;
  }

  return { answer, ask, followReports, close };
}

/** Without the whole answer the trace still stands, and may still come. */
const simulationFailed = (standing: ImpactAnswer, code: string): ImpactAnswer => ({
  ...standing,
  fault: { code },
  waiting: { ...standing.waiting, simulation: false },
});
