import { createHash } from "node:crypto";
import { toMs } from "#adapters/manifest/dialect/duration.ts";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import type { Manifest } from "#adapters/manifest/format/manifest-format.ts";
import { keepAtMostMs } from "#adapters/manifest/source-of.ts";
import type { HarvestedKind, HarvestedKinds } from "./harvested-records.ts";

/** The kinds of which what a harvest reads may stand in where their source cannot be asked. */
export function harvestedKinds(manifest: Manifest): HarvestedKinds {
  return Object.fromEntries(
    Object.entries(manifest.kinds).flatMap(([kind, format]): [string, HarvestedKind][] => {
      const { harvested } = format.cache;
      if (harvested === undefined) return [];
      const forMs = Math.min(toMs(harvested), keepAtMostMs(manifest) ?? Number.POSITIVE_INFINITY);
      return [[kind, { made: madeOf(manifest, kind, format), forMs, adds: format.detail?.adds ?? [] }]];
    }),
  );
}

/** Another mapping, other terms: another record. */
function madeOf({ licence, sdl }: Manifest, kind: string, { cache: _, ...format }: KindFormat): string {
  const told = [format, licence.fields[kind] ?? {}, licence.accessPolicy, sdl ?? ""];
  return createHash("sha256").update(JSON.stringify(told)).digest("base64url");
}
