import { RETIRED_REGIONS } from "#schema/codes/region-tables.ts";
import { regionOf, regionsBelow } from "#schema/codes/regions.ts";

/**
 * The fewest area codes that name exactly these divisions to a register that matches from the left: `51` for a whole
 * province, `5101` for a whole city, six digits where only part of a city is meant (with the codes that went before).
 */
export function areaPrefixes(codes: ReadonlySet<string>): readonly string[] {
  const prefixes = [...codes].flatMap((code) => {
    const above = aboveOf(code).find((division) => isWhole(division, codes));
    return above === undefined ? [code, ...formerly(code)] : [shortened(above)];
  });
  return [...new Set(prefixes)].sort();
}

/** The division itself and those above it, the largest first; counties are no prefix of anything. */
function aboveOf(code: string): readonly string[] {
  const parent = regionOf(code)?.parent ?? null;
  return [...(parent === null ? [] : aboveOf(parent)), ...(regionsBelow(code).length === 0 ? [] : [code])];
}

function isWhole(code: string, codes: ReadonlySet<string>): boolean {
  return codes.has(code) && regionsBelow(code).every((below) => codes.has(below.code) && isWhole(below.code, codes));
}

function shortened(code: string): string {
  return code.replace(/(?:00){1,2}$/, "");
}

function formerly(code: string): readonly string[] {
  return RETIRED_REGIONS.filter(({ successor }) => successor === code).map((retired) => retired.code);
}
