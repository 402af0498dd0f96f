import type { ComplaintCategory } from '#shared/domain/complaint/types.ts';

/**
 * What customers say, by what moves them. `{place}` is where they stand or live, `{temp}` their room in whole C, `{floor}` a
 * floor, `{hours}` since when. Leak calls hold the safety words of DOMAIN.md (爆管, 冒热水, 蒸汽, 烫伤, 塌陷) as people use them.
 */
export type Mood = 'leakOnRoad' | 'leakAtHouse' | 'suddenCold' | 'notHot' | 'belowStandard' | 'indoorDrip' | 'other';

interface Saying {
  readonly category: ComplaintCategory;
  readonly text: string;
}

export const SAYINGS: Readonly<Record<Mood, readonly Saying[]>> = {
  leakOnRoad: [
    { category: 'burst', text: '{place}路面冒热水，水汽很大，车都绕着走，你们快来看看' },
    { category: 'burst', text: '{place}好像爆管了，热水往外喷，已经流到马路上了' },
    { category: 'burst', text: '我路过{place}，路面冒蒸汽，地上的雪都化了，是不是暖气管道爆了' },
    { category: 'burst', text: '{place}有热水从井盖往外涌，还有蒸汽，刚才有人差点烫伤' },
    { category: 'burst', text: '{place}路面塌陷了一块，下面一直在冒热气' },
    { category: 'leak', text: '{place}路边往外渗热水，冒着白气，越来越多' },
    { category: 'leak', text: '{place}管沟里漏水，水是烫的，已经淌了一大片' },
    { category: 'leak', text: '{place}地面有热水流出来，马上要结冰了，太危险' },
  ],
  leakAtHouse: [
    { category: 'burst', text: '{place}楼前地面冒热水，全是热气，进不了单元门' },
    { category: 'burst', text: '{place}外面爆管了吧，热水都流到楼道口了，还有老人孩子，怕烫伤' },
    { category: 'burst', text: '{place}楼下马路冒蒸汽，窗户都看不清了，水声很大' },
    { category: 'leak', text: '{place}楼前有热水流出来，越流越多，是不是供热管漏水' },
    { category: 'leak', text: '{place}小区门口漏水，摸着是热的，麻烦派人看看' },
    { category: 'leak', text: '{place}院子里一直在渗热水，墙根都泡湿了' },
  ],
  suddenCold: [
    { category: 'suddenCold', text: '{place}{floor}楼，家里暖气突然不热了，刚才还好好的' },
    { category: 'suddenCold', text: '{place}，暖气片一下子冰凉，家里有老人，什么时候能恢复' },
    { category: 'suddenCold', text: '我是{place}的，暖气突然停了，邻居家也都停了' },
    { category: 'suddenCold', text: '{place}{floor}楼，地暖突然凉了，是不是停暖了，怎么没有通知' },
  ],
  notHot: [
    { category: 'notHot', text: '{place}{floor}楼，暖气不热，从{hours}小时前就这样' },
    { category: 'notHot', text: '{place}，暖气片只有温乎气，家里孩子小，麻烦给看看' },
    { category: 'notHot', text: '我家在{place}{floor}楼，进水管温的回水管凉的，一直不热' },
    { category: 'notHot', text: '{place}，今年一直不热，打过电话也没人来' },
  ],
  belowStandard: [
    { category: 'belowStandard', text: '{place}{floor}楼，家里测了只有{temp}度，不达标' },
    { category: 'belowStandard', text: '{place}，室温才{temp}度，穿着羽绒服，请安排测温' },
    { category: 'belowStandard', text: '我在{place}，屋里{temp}度，从{hours}小时前就上不去，要求退费' },
  ],
  indoorDrip: [
    { category: 'leak', text: '{place}{floor}楼，家里暖气片接头滴水，拿盆接着呢' },
    { category: 'leak', text: '{place}{floor}楼，屋里分水器有点漏水，一直滴' },
  ],
  other: [
    { category: 'other', text: '{place}，想问一下今年的热费怎么交' },
    { category: 'other', text: '{place}{floor}楼，暖气管里有水流声，晚上睡不着' },
    { category: 'other', text: '{place}，家里太热了，能不能调小一点' },
    { category: 'other', text: '{place}，楼道的阀门井盖坏了，请来修一下' },
  ],
};

/** Fills a saying in. Placeholders that are not given stay out of the text. */
export function fillSaying(text: string, words: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_all, name: string) => words[name] ?? '');
}
