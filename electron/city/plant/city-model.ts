import type { Network } from '#shared/domain/network/types.ts';
import { CodedError } from '#shared/lib/coded-error.ts';
import { HydraulicModel } from '#kit/hydraulics/hydraulic-model.ts';
import { rolesOf, throttleOf, type PlantDuty } from '#kit/hydraulics/model-text.ts';
import { liftsAt } from '#kit/hydraulics/throttles.ts';
import { columnM } from '#kit/hydraulics/water.ts';

/** Return pressure that is held at the source, and the lift of its pumps, MPa [eng]. */
export const HOLD_MPA = 0.33;
export const LIFT_MPA = 0.59;
/** Suction pressure below which the accumulator tank steps in, MPa [eng]. */
const ACCUMULATOR_MPA = 0.28;
/** Fall of the suction pressure at which make-up and accumulator reach their limits, MPa [eng]. */
const DROOP_MPA = 0.06;
/** Treated-water make-up: 5 % of the circulation (CJJ 34 asks for 2 % and 4 % in an accident). */
const MAKEUP_SHARE = 0.05;
const ACCUMULATOR_SHARE = 0.3;
/** Water that each station takes for its secondary side and that pipes lose, t/h per t/h of design flow [eng]. */
const LOSS_SHARE = 0.0055;

/** The duty of the city's source: it carries what the peak boilers do not, and it alone holds the pressure. */
function sourceDuty(network: Network): PlantDuty {
  const { consumers, plants } = rolesOf(network);
  const circulation = consumers.reduce((sum, s) => sum + (s.designFlowTPerH ?? 0), 0);
  const helpers = plants.slice(1).reduce((sum, p) => sum + (p.designFlowTPerH ?? 0), 0);
  return {
    flowTPerH: Math.max(1, circulation - helpers),
    liftM: columnM(LIFT_MPA),
    hold: {
      holdM: columnM(HOLD_MPA),
      droopM: columnM(DROOP_MPA),
      makeupLimitTPerH: circulation * MAKEUP_SHARE,
      accumulatorM: columnM(ACCUMULATOR_MPA),
      accumulatorLimitTPerH: circulation * ACCUMULATOR_SHARE,
    },
  };
}

/**
 * The city's model with every station at its design flow and every helper pump at the lift it needs. Throws PLT0003 when the network
 * has no solution at all.
 */
export async function createCityModel(network: Network): Promise<HydraulicModel> {
  const { consumers, plants } = rolesOf(network);
  const source = sourceDuty(network);
  const helpers = plants.slice(1).map((p): PlantDuty => ({ flowTPerH: p.designFlowTPerH ?? 1, liftM: undefined }));
  const drawTPerH = Float64Array.from(consumers, (s) => s.designFlowTPerH ?? 0);
  const lossTPerH = drawTPerH.map((flow) => flow * LOSS_SHARE);
  const lifts = await liftsAt(network, [source, ...helpers], drawTPerH, lossTPerH);
  if (!lifts) throw new CodedError('PLT0003', { stage: 'design flows' });
  const throttleK = Float64Array.from(consumers, (s, k) =>
    throttleOf(Math.max(1, lifts.consumerM[k] ?? 0), s.designFlowTPerH ?? 0.01),
  );
  const duties = [source, ...helpers.map((helper, k) => ({ ...helper, liftM: Math.max(5, lifts.plantM[k + 1] ?? 0) }))];
  const model = await HydraulicModel.open(network, { plants: duties, throttleK, lossTPerH });
  if (!model.solve()) throw new CodedError('PLT0003', { stage: 'throttles' });
  return model;
}
