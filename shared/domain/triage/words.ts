/** [seed] Words that mean danger to people or a broken main, whatever the category says; the first five are the operators'. */
export const SAFETY_WORDS: readonly string[] = [
  '爆管',
  '冒热水',
  '蒸汽',
  '烫伤',
  '塌陷',
  // [eng] Other ways people say the same.
  '爆裂',
  '管道爆',
  '管子爆',
  '喷热水',
  '喷水',
  '涌水',
  '冒热气',
  '地面冒水',
  '路面冒水',
  '马路冒水',
  '塌方',
  '路塌',
  '地陷',
  '烫到',
];

/** [eng] Directly before a safety word they deny it ("没有蒸汽"). */
export const DENIALS: readonly string[] = ['没有', '没见', '没', '未见', '未', '不是', '并非', '无'];

/** [eng] "是不是爆管" asks, it does not deny. */
export const QUESTIONS: readonly string[] = ['是不是', '有没有'];

/** [eng] Water inside a home: a plumber's work, no evidence for a burst in the street. */
export const INDOOR_WORDS: readonly string[] = [
  '暖气片',
  '家里',
  '屋里',
  '室内',
  '屋内',
  '厨房',
  '卫生间',
  '客厅',
  '卧室',
  '分水器',
  '地暖',
  '天花板',
];

/** [eng] Dripping rather than flowing. */
export const DRIP_WORDS: readonly string[] = ['滴水', '滴答', '渗水', '漏水', '潮湿', '洇水'];
