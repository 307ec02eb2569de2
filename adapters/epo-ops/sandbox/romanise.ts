/** Pinyin of every character from which the sandbox world makes personal names. */
const PINYIN: ReadonlyMap<string, string> = new Map(
  [
    "王wang 李li 张zhang 刘liu 陈chen 杨yang 黄huang 赵zhao 周zhou 吴wu 徐xu 孙sun 马ma 朱zhu 胡hu 郭guo 何he 林lin",
    "高gao 罗luo 郑zheng 梁liang 谢xie 宋song 唐tang 许xu 邓deng 冯feng 韩han 曹cao 曾zeng 彭peng 萧xiao 蔡cai 潘pan",
    "田tian 董dong 袁yuan 于yu 余yu 伟wei 芳fang 娜na 敏min 静jing 丽li 强qiang 磊lei 军jun 洋yang 勇yong 艳yan",
    "杰jie 娟juan 涛tao 明ming 超chao 霞xia 平ping 刚gang 桂gui 英ying 文wen 华hua 建jian 国guo 志zhi 远yuan 思si",
    "源yuan 雨yu 桐tong 子zi 涵han 一yi 鸣ming 嘉jia 怡yi 俊jun 凯kai 海hai 波bo 晓xiao 东dong 春chun 梅mei",
    "示shi 例li 样yang 本ben 品pin 试shi 行xing 意yi 证zheng 教jiao 范fan",
  ]
    .join(" ")
    .split(" ")
    .map((pair) => [pair.charAt(0), pair.slice(1).toUpperCase()] as const),
);

/** 张示例 → `ZHANG SHILI`, as DOCDB writes it; null when a character is not known (DOCDB then has no such entry either). */
export function romanisePerson(name: string): string | null {
  const syllables = [...name].map((character) => PINYIN.get(character));
  if (syllables.includes(undefined)) return null;
  const [surname = "", ...given] = syllables;
  return `${surname} ${given.join("")}`;
}

/** "Chengdu Shili Optoelectronics Co., Ltd." → `CHENGDU SHILI OPTOELECTRONICS CO LTD`. */
export function normaliseCompany(nameEn: string): string {
  return nameEn
    .toUpperCase()
    .replaceAll(/[^A-Z0-9& ]/g, "")
    .replaceAll(/ +/g, " ")
    .trim();
}
