import { BURST_PARAM_KEYS, type BurstNumbers } from '#shared/domain/burst-settings/catalogue.ts';
import type { AnalysisStatus, Calibration, Simulation } from '#shared/domain/burst/impact-types.ts';
import type { NetworkRemark, TraceResult, ValveGuess } from '#shared/domain/network/trace-types.ts';
import type { Network } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import type { Readings } from './analysis.ts';
import { PlantModel } from './hydraulics/plant-model.ts';
import { meanReadings } from './mean-readings.ts';
import { simulateClosing, type LeakQuestion } from './impact.ts';

/** Stations that must be read before the model is brought to the readings, of all [eng]. */
const READ_SHARE = 0.5;
/** How often a calm plant is followed, ms: throttles change slowly, and each time the background work starts anew [eng]. */
const CALIBRATE_EVERY_MS = 15 * 60_000;
/** A calm plant's first readings come in over some seconds: the model waits until so many in a row were enough. */
const FIRST_READINGS = 5;
/** And is then brought to the mean of so many [eng]. */
const MEAN_READINGS = 30;
/** So long may a burst run before it is seen [eng]. */
const UNSURE_MS = 15_000;
/** Plants of which less is read for so many readings are worked with as designed [eng]. */
const PATIENCE_READINGS = 20;
/** Residuals (rms) from which it is said that the model fits badly, m of head [eng]. */
const BAD_FIT_M = 3;

const SOURCE_KEYS = BURST_PARAM_KEYS.filter((key) => key.startsWith('source.'));

export interface ModelKeeper {
  readonly state: AnalysisStatus['network'];
  readonly remarks: readonly NetworkRemark[];
  readonly calibration: Calibration | undefined;
  /** Changes whenever the calm state of the model does: what was worked out with it is then to be worked out again. */
  readonly revision: number;
  /** False in the first seconds of live readings: the model is about to be brought to them, so that nothing large should rest on it yet. */
  readonly isSettled: boolean;
  /** Undefined while it is built, and where it could not be. */
  model(): PlantModel | undefined;
  setValves(valves: Readonly<Record<string, ValveGuess>>): void;
  /** Another source (`source.*`) is another model: it is built anew. */
  setNumbers(numbers: BurstNumbers): void;
  /** `isCalm`: nothing has burst, so that the readings may become the calm state. */
  observe(readings: Readings, isCalm: boolean): void;
  /** One step of what is to be done; false: nothing is. */
  work(): Promise<boolean>;
  simulate(leak: LeakQuestion, trace: TraceResult, numbers: BurstNumbers): Simulation;
  dispose(): void;
}

/** Without the last seconds, in which a burst may have begun that nobody has seen yet; at the start with them, since there is nothing else. */
function settledOf(calm: readonly Readings[], at: number): readonly Readings[] {
  const settled = calm.filter((readings) => at - readings.at >= UNSURE_MS);
  return settled.length >= FIRST_READINGS ? settled : calm;
}

const codedOf = (thrown: unknown): NetworkRemark => {
  if (!(thrown instanceof CodedError)) throw thrown;
  return { code: thrown.code, detail: thrown.detail };
};

/** Builds the hydraulic model of one network, keeps it to valves and calm readings, and says why where it cannot. */
export function createModelKeeper(network: Network, firstNumbers: BurstNumbers, now: () => number): ModelKeeper {
  let numbersNow = firstNumbers;
  let isStale = false;
  let plant: PlantModel | undefined;
  let fault: NetworkRemark | undefined;
  let valves: Readonly<Record<string, ValveGuess>> = {};
  const calm: Readings[] = [];
  let readings: Readings | undefined;
  let calibration: Calibration | undefined;
  let calibrationFault: NetworkRemark | undefined;
  let calibratedAt: number | undefined;
  let allReadings = 0;
  let revision = 0;
  let areValvesNew = false;
  let isDisposed = false;

  const isEnough = ({ rows }: Readings): boolean => {
    const read = rows.filter(({ supplyMPa, returnMPa }) => supplyMPa !== undefined && returnMPa !== undefined).length;
    return rows.length > 0 && read >= READ_SHARE * rows.length;
  };

  /** The model of before is worked with until there is another. */
  async function build(): Promise<void> {
    isStale = false;
    fault = undefined;
    try {
      const built = await PlantModel.create(network, undefined, numbersNow);
      plant?.dispose();
      plant = undefined;
      if (isDisposed) built.dispose();
      else plant = built;
      calibratedAt = undefined;
      areValvesNew = true;
    } catch (thrown) {
      fault = codedOf(thrown);
    }
    revision += 1;
  }

  function takeValves(model: PlantModel): void {
    areValvesNew = false;
    if (model.setValves(valves)) revision += 1;
  }

  function calibrate(model: PlantModel, to: Readings): void {
    readings = undefined;
    calibratedAt = to.at;
    try {
      calibration = model.calibrate(to);
      calibrationFault =
        calibration.rmsM > BAD_FIT_M ? { code: 'HYD0006', detail: { rmsM: calibration.rmsM } } : undefined;
      revision += 1;
    } catch (thrown) {
      calibrationFault = codedOf(thrown);
    }
  }

  return {
    get state() {
      if (plant !== undefined) return 'ready';
      return fault === undefined ? 'building' : 'failed';
    },
    get remarks() {
      return [...(plant?.remarks ?? []), ...(fault ? [fault] : []), ...(calibrationFault ? [calibrationFault] : [])];
    },
    get calibration() {
      return calibration;
    },
    get revision() {
      return revision;
    },
    get isSettled() {
      return calibratedAt !== undefined || allReadings === 0 || allReadings >= PATIENCE_READINGS;
    },
    model: () => plant,
    setValves(next) {
      valves = next;
      areValvesNew = true;
    },
    setNumbers(next) {
      isStale ||= SOURCE_KEYS.some((key) => next[key] !== numbersNow[key]);
      numbersNow = next;
    },
    observe(next, isCalm) {
      allReadings += 1;
      if (isCalm && isEnough(next)) calm.push(next);
      else calm.length = 0;
      if (calm.length > MEAN_READINGS) calm.shift();
      const isDue = calibratedAt === undefined || next.at - calibratedAt >= CALIBRATE_EVERY_MS;
      if (isDue && calm.length >= FIRST_READINGS) readings = meanReadings(settledOf(calm, next.at));
    },
    async work() {
      if (plant === undefined ? fault === undefined || isStale : isStale) await build();
      else if (plant === undefined) return false;
      else if (areValvesNew) takeValves(plant);
      else if (readings !== undefined) calibrate(plant, readings);
      else return false;
      return true;
    },
    simulate(leak, trace, numbers) {
      const model = plant;
      if (model === undefined) return { state: 'none', ...(fault ?? { code: 'HYD0003' }) };
      if (areValvesNew) takeValves(model);
      try {
        return simulateClosing({
          solve: (asked, closed, shut) => model.simulate(asked, closed, numbers, shut),
          leak,
          trace,
          calibration,
          now,
        });
      } catch (thrown) {
        return { state: 'none', ...codedOf(thrown) };
      }
    },
    dispose() {
      isDisposed = true;
      plant?.dispose();
    },
  };
}
