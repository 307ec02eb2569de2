import type { Random } from "./random.ts";

/** Where an invented party sits. `weight` is its share among parties. */
export interface Place {
  /** GB/T 2260. */
  readonly code: string;
  /** Province and city (and district), as an address begins. */
  readonly prefix: string;
  /** Short city name, as company names begin. */
  readonly city: string;
  readonly cityEn: string;
  readonly postCode: string;
  readonly areaCode: string;
  readonly weight: number;
}

/** The sixteen cities of the cluster (plan of 2016), the two centres by district. */
export const CLUSTER_PLACES: readonly Place[] = [
  place("510104", "四川省成都市锦江区", "成都", "Chengdu", "610021", "028", 8),
  place("510107", "四川省成都市武侯区", "成都", "Chengdu", "610041", "028", 16),
  place("510116", "四川省成都市双流区", "成都", "Chengdu", "610200", "028", 9),
  place("510100", "四川省成都市高新区", "成都", "Chengdu", "610000", "028", 16),
  place("500103", "重庆市渝中区", "重庆", "Chongqing", "400010", "023", 5),
  place("500105", "重庆市江北区", "重庆", "Chongqing", "400020", "023", 7),
  place("500106", "重庆市沙坪坝区", "重庆", "Chongqing", "400030", "023", 9),
  place("500107", "重庆市九龙坡区", "重庆", "Chongqing", "400050", "023", 10),
  place("500108", "重庆市南岸区", "重庆", "Chongqing", "400060", "023", 7),
  place("500112", "重庆市渝北区", "重庆", "Chongqing", "401120", "023", 8),
  place("500154", "重庆市开州区", "重庆", "Chongqing", "405400", "023", 2),
  place("510300", "四川省自贡市", "自贡", "Zigong", "643000", "0813", 3),
  place("510500", "四川省泸州市", "泸州", "Luzhou", "646000", "0830", 3),
  place("510600", "四川省德阳市", "德阳", "Deyang", "618000", "0838", 5),
  place("510700", "四川省绵阳市", "绵阳", "Mianyang", "621000", "0816", 7),
  place("510900", "四川省遂宁市", "遂宁", "Suining", "629000", "0825", 2),
  place("511000", "四川省内江市", "内江", "Neijiang", "641000", "0832", 2),
  place("511100", "四川省乐山市", "乐山", "Leshan", "614000", "0833", 3),
  place("511300", "四川省南充市", "南充", "Nanchong", "637000", "0817", 2),
  place("511400", "四川省眉山市", "眉山", "Meishan", "620010", "028", 2),
  place("511500", "四川省宜宾市", "宜宾", "Yibin", "644000", "0831", 4),
  place("511600", "四川省广安市", "广安", "Guang'an", "638000", "0826", 2),
  place("511700", "四川省达州市", "达州", "Dazhou", "635000", "0818", 2),
  place("511800", "四川省雅安市", "雅安", "Ya'an", "625000", "0835", 2),
  place("512000", "四川省资阳市", "资阳", "Ziyang", "641300", "028", 2),
];

/** Elsewhere: the rest of the province, and the places to which local demand leaks. */
export const OTHER_PLACES: readonly Place[] = [
  place("510400", "四川省攀枝花市", "攀枝花", "Panzhihua", "617000", "0812", 3),
  place("510800", "四川省广元市", "广元", "Guangyuan", "628000", "0839", 2),
  place("511900", "四川省巴中市", "巴中", "Bazhong", "636000", "0827", 1),
  place("110108", "北京市海淀区", "北京", "Beijing", "100080", "010", 9),
  place("110105", "北京市朝阳区", "北京", "Beijing", "100020", "010", 5),
  place("310115", "上海市浦东新区", "上海", "Shanghai", "200120", "021", 7),
  place("350102", "福建省福州市鼓楼区", "福州", "Fuzhou", "350001", "0591", 4),
  place("440305", "广东省深圳市南山区", "深圳", "Shenzhen", "518052", "0755", 7),
  place("440106", "广东省广州市天河区", "广州", "Guangzhou", "510630", "020", 4),
  place("330106", "浙江省杭州市西湖区", "杭州", "Hangzhou", "310012", "0571", 5),
  place("320106", "江苏省南京市鼓楼区", "南京", "Nanjing", "210008", "025", 4),
  place("420111", "湖北省武汉市洪山区", "武汉", "Wuhan", "430070", "027", 4),
  place("610113", "陕西省西安市雁塔区", "西安", "Xi'an", "710061", "029", 4),
];

export function pickPlace(random: Random, places: readonly Place[]): Place {
  const total = places.reduce((sum, candidate) => sum + candidate.weight, 0);
  let left = random.next() * total;
  for (const candidate of places) {
    left -= candidate.weight;
    if (left < 0) return candidate;
  }
  return random.pick(places);
}

const STREETS = [
  "天府示例大道",
  "创新示例路",
  "科园示例路",
  "产业示例大道",
  "石桥示例街",
  "滨江示例路",
  "学府示例路",
  "金凤示例大道",
];

/** A street address in the place. Street names are invented, so no real party lives there. */
export function streetAddress(random: Random, at: Place): string {
  return `${at.prefix}${random.pick(STREETS)}${random.int(1, 1999)}号${random.int(1, 9)}栋${random.int(1, 28)}层${random.int(1, 12)}号`;
}

/** A landline that no exchange can have given out: subscriber numbers never begin with 0. */
export function landline(random: Random, at: Place): string {
  return `${at.areaCode}-0${String(random.int(0, 9_999_999)).padStart(7, "0")}`;
}

/** A mobile number in the block that examples use. */
export function mobile(random: Random): string {
  return `1380000${String(random.int(0, 9_999)).padStart(4, "0")}`;
}

function place(
  ...[code, prefix, city, cityEn, postCode, areaCode, weight]: [string, string, string, string, string, string, number]
): Place {
  return { code, prefix, city, cityEn, postCode, areaCode, weight };
}
