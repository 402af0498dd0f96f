import type { CrewSkill } from '#shared/domain/crew/types.ts';
import type { LonLat } from '#shared/lib/geo.ts';
import type { CityCrew } from '../types.ts';
import { lonLatOf, type Frame } from './frame.ts';
import { phoneOf, type Names } from './names.ts';
import type { Random } from './random.ts';

const DIGITS = '零一二三四五六七八九';
const EXTRA_SKILLS: readonly CrewSkill[] = ['welding', 'valve', 'electrical', 'heatDoctor'];
/** Crew phones start here, past every building's. */
const FIRST_CREW_PHONE = 9_000_000;

/** Chinese numeral of 1 to 999. */
function numeral(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor((n % 100) / 10), n % 10];
  const head = hundreds > 0 ? `${DIGITS.charAt(hundreds)}百` : '';
  if (hundreds > 0 && tens === 0) return ones > 0 ? `${head}零${DIGITS.charAt(ones)}` : head;
  const ten = tens === 0 ? '' : tens === 1 && hundreds === 0 ? '十' : `${DIGITS.charAt(tens)}十`;
  return head + ten + (ones > 0 ? DIGITS.charAt(ones) : '');
}

/** Emergency repair points, spread over the districts: one for about twenty stations, at least two. */
export function placeRepairPoints(frame: Frame): { readonly name: string; readonly at: LonLat }[] {
  const count = Math.max(2, Math.round(frame.blocks.length / 20));
  const numbers = new Map<string, number>();
  return Array.from({ length: count }, (_, k) => {
    const block = frame.blocks[Math.floor(((k + 0.5) * frame.blocks.length) / count)] as Frame['blocks'][number];
    const district = frame.districts[block.district]?.name ?? '';
    const number = (numbers.get(district) ?? 0) + 1;
    numbers.set(district, number);
    return { name: `${district}第${numeral(number)}抢修点`, at: lonLatOf(frame.inBlock(block.i, block.j, 0.03, 0.5)) };
  });
}

/** Two crews at every repair point: 24 in a city of 240 stations. All can work on pipes; other skills are shared out. */
export function formCrews(repairPoints: readonly { readonly at: LonLat }[], names: Names, random: Random): CityCrew[] {
  return Array.from({ length: repairPoints.length * 2 }, (_, k) => ({
    id: `C${String(k + 1).padStart(2, '0')}`,
    name: `抢修${numeral(k + 1)}队`,
    leader: names.person(),
    phone: phoneOf(FIRST_CREW_PHONE + k + 1),
    members: random.int(4, 8),
    skills: [
      'pipe',
      EXTRA_SKILLS[k % EXTRA_SKILLS.length] as CrewSkill,
      ...(random.chance(0.5) ? (['valve'] as const) : []),
    ].filter((skill, at, all) => all.indexOf(skill) === at) as CrewSkill[],
    base: (repairPoints[k >> 1] as { readonly at: LonLat }).at,
  }));
}
