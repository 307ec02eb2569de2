import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import type { FoundProblem } from "#adapters/manifest/format/problem.ts";
import { regionOf } from "#schema/codes/regions.ts";
import { parseUscc } from "#schema/ids/uscc.ts";

/** Who the owner is and where: codes that must exist. */
export function* checkIdentity({ region, owner }: Pick<Manifest, "region" | "owner">): Iterable<FoundProblem> {
  if (region !== undefined) yield* checkRegion(region);
  if (owner.uscc === undefined) return;
  const parsed = parseUscc(owner.uscc);
  if (!parsed.ok) yield { code: "INVALID_IDENTIFIER", path: ["owner", "uscc"], message: parsed.problem.message };
}

function* checkRegion(code: string): Iterable<FoundProblem> {
  const found = regionOf(code);
  if (found?.code === code) return;
  const path = ["region"];
  const message = { zh: `没有行政区划 ${code}`, en: `There is no administrative division ${code}` };
  if (found === null) {
    const above = regionOf(code.slice(0, 4)) ?? regionOf(code.slice(0, 2));
    const suggestion =
      above === null
        ? { zh: "见 GB/T 2260；全国性平台不写 region", en: "See GB/T 2260; a national platform has no region" }
        : {
            zh: `其上级为 "${above.code}"（${above.name}）`,
            en: `The division above it is "${above.code}" (${above.name})`,
          };
    yield { code: "UNKNOWN_REGION", path, message, suggestion };
    return;
  }
  const suggestion = {
    zh: `现行代码为 "${found.code}"（${found.name}）`,
    en: `Its present code is "${found.code}" (${found.name})`,
  };
  yield {
    code: "UNKNOWN_REGION",
    path,
    message: { zh: `${code} 已撤销或不是实际区划`, en: `${code} was retired or is no real division` },
    suggestion,
  };
}
