/** Divisions at the level of provinces whose counties have no city between them: they are one city each. */
const UNDIVIDED: ReadonlySet<number> = new Set([11, 12, 31, 50, 81, 82]);
const PROVINCE = 10_000;
const CITY = 100;
/** In lists, what belongs to no city is under this: the county is counted by itself. */
const UNDER_PROVINCE = 90;

/** 510107 → 510000; 0 where there is no region. */
export function provinceOf(region: number): number {
  return region - (region % PROVINCE);
}

/** 510107 → 510100, 500103 → 500000 (Chongqing is one city); 0 where only the province is known. */
export function cityOf(region: number): number {
  const province = Math.floor(region / PROVINCE);
  if (UNDIVIDED.has(province)) return province * PROVINCE;
  if (region % PROVINCE === 0) return 0;
  return Math.floor(region / CITY) % CITY === UNDER_PROVINCE ? region : region - (region % CITY);
}
