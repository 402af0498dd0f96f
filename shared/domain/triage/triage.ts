import type { ComplaintCategory, TriageResult } from '../complaint/types.ts';
import { DENIALS, DRIP_WORDS, INDOOR_WORDS, QUESTIONS, SAFETY_WORDS } from './words.ts';

/** [seed] A room below this is urgent. */
const URGENT_ROOM_TEMP_C = 16;

/** [eng] Weight of one complaint in the burst cluster (DOMAIN.md, complaint cluster). */
const LEAK_WEIGHT: Readonly<Record<ComplaintCategory, number>> = {
  burst: 1,
  leak: 0.6,
  suddenCold: 0.3,
  notHot: 0,
  belowStandard: 0,
  other: 0,
};

/** The safety words that stand in `text` and are not denied there, in the order of the list (TRI-01, TRI-02). */
export function safetyWordsIn(text: string): readonly string[] {
  return SAFETY_WORDS.filter((word) => isSaid(text, word));
}

/** What the words make of a first report: safety words first, then the category that was given (TRI-01, TRI-03 to TRI-05). */
export function triage(category: ComplaintCategory, text: string, roomTempC: number | undefined): TriageResult {
  const safetyWords = safetyWordsIn(text);
  return resultOf(safetyWords.length > 0 ? 'burst' : category, text, roomTempC, safetyWords);
}

/** The same after a person chose the category: the person wins over the words, which stay on show (TRI-06). */
export function triageChosen(category: ComplaintCategory, text: string, roomTempC: number | undefined): TriageResult {
  return resultOf(category, text, roomTempC, safetyWordsIn(text));
}

function resultOf(
  category: ComplaintCategory,
  text: string,
  roomTempC: number | undefined,
  safetyWords: readonly string[],
): TriageResult {
  const isCold = roomTempC !== undefined && roomTempC < URGENT_ROOM_TEMP_C;
  const isIndoor = safetyWords.length === 0 && isIndoorDrip(text);
  return {
    category,
    urgent: category === 'burst' || category === 'leak' || isCold,
    safetyWords,
    leakWeight: isIndoor ? 0 : LEAK_WEIGHT[category],
  };
}

function isIndoorDrip(text: string): boolean {
  return INDOOR_WORDS.some((word) => text.includes(word)) && DRIP_WORDS.some((word) => text.includes(word));
}

function isSaid(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.slice(0, at);
    const isAsked = QUESTIONS.some((question) => before.endsWith(question));
    if (isAsked || !DENIALS.some((denial) => before.endsWith(denial))) return true;
  }
  return false;
}
