import type { Random } from './random.ts';

const FIRST = '锦祥康和福瑞金翠兰明景丽安华东新龙凤松枫梅桃柳杏荷月星云海江银玉宏远泰盛欣悦雅怡静观御水春阳红建';
const SECOND = '绣祥泰宁安康福瑞景华林泉溪湖江山岭峰阳光辉庭城府居馨雅丽秀翠桂兰竹枫柏松荫滨岸桥门台源丰盛兴隆茂';
const COMMUNITY_ENDS = ['小区', '花园', '家园', '新村', '苑', '名苑', '嘉园', '华府', '公寓', '新城'];
const STREETS =
  '和平 建国 文昌 学府 友谊 通达 康安 长江 黄河 中山 新阳 霁虹 红旗 前进 光华 经纬 宣化 民生 朝阳 人民 解放 胜利 团结 文化 工业 农林 公园 兴隆 安康 迎宾 北京 上海 天津 先锋 东风 延安 南京 教化 果园 花圃 河图 景阳 松花 嫩江 龙江 松江 江畔 江山 卫星 乐园 电力 机场 铁路 体育 科技 创新 华山 泰山 嵩山 衡山 淮河 珠江 湘江 赣水 闽江 汉水'.split(
    ' ',
  );
const STREET_ROUNDS = ['', '东', '西', '南', '北', '中'];
const STREET_ENDS = ['路', '街', '路', '街', '大街', '道'];
const DISTRICTS =
  '松北 道南 香河 平安 南塘 红旗 东升 滨江 新城 铁西 和兴 长青 北岗 文苑 金河 白桦 双泉 岭东 永宁 西湖 丰泽 云山 青林 柳河'.split(
    ' ',
  );
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕';
const GIVEN_FIRST = '建国志文德永春海明俊立家宏晓玉光振世';
const GIVEN_SECOND = '军强伟平林峰涛斌辉华民生龙刚勇东杰波宁成';

/** All pairs of a first and a second syllable, without doubles, in a seeded order. */
function stems(random: Random, first: string, second: string): string[] {
  const pairs = new Set<string>();
  for (const a of new Set(first)) for (const b of new Set(second)) if (a !== b) pairs.add(a + b);
  return random.shuffle([...pairs]);
}

/** Takes from the list until it is empty, then numbers a second round. */
function dealer(words: readonly string[]): () => string {
  let dealt = 0;
  return () => {
    const round = Math.floor(dealt / words.length);
    const word = words[dealt % words.length] ?? '';
    dealt += 1;
    return round === 0 ? word : `${word}${round + 1}`;
  };
}

/** A seeded source of Chinese names. Every community stem and every street is dealt once. */
export interface Names {
  /** Two syllables, unique: short enough for a wall cell (`锦江`). */
  communityStem(): string;
  /** What follows the stem (`花园`). */
  communityEnd(): string;
  street(): string;
  /** Ends in 区. */
  district(): string;
  person(): string;
}

/** Chinese names that do not repeat, dealt in an order given by `random`. */
export function createNames(random: Random): Names {
  const stem = dealer(stems(random, FIRST, SECOND));
  const streetStem = dealer(STREET_ROUNDS.flatMap((round) => random.shuffle(STREETS).map((word) => round + word)));
  const district = dealer(random.shuffle(DISTRICTS));
  const people = new Set<string>();
  return {
    communityStem: stem,
    communityEnd: () => random.pick(COMMUNITY_ENDS),
    street: () => streetStem() + random.pick(STREET_ENDS),
    district: () => `${district()}区`,
    person: () => {
      for (;;) {
        const given = random.pick([...GIVEN_FIRST]) + (random.chance(0.75) ? random.pick([...GIVEN_SECOND]) : '');
        const name = random.pick([...SURNAMES]) + given;
        if (people.has(name) && people.size < 5000) continue;
        people.add(name);
        return name;
      }
    },
  };
}

/**
 * A phone number that looks like a Chinese mobile number and cannot be dialled: mobile numbers never begin with 10.
 * `serial` from 0 to 9,999,999.
 */
export function phoneOf(serial: number): string {
  return `1000${String(serial % 10_000_000).padStart(7, '0')}`;
}
