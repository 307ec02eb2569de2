import { parseAgencyCode } from "#schema/ids/agency-code.ts";
import { parseApplicationNumber } from "#schema/ids/application-number.ts";
import { parseUscc } from "#schema/ids/uscc.ts";
import type { EntityResolver } from "#subgraphs/runtime/define-node.ts";
import type { NationalLoad } from "./national-load.ts";
import { batched, keyOf } from "./reference-key.ts";
import { rightEntities } from "./rights/right-entities.ts";

/** References to what this node owns, by id or natural key. Keys that are none are simply not there. */
export const entities: Readonly<Record<string, EntityResolver<NationalLoad>>> = {
  Patent: batched(async (reference, load) => {
    const key = keyOf(reference, "Patent", "applicationNumber");
    const parsed = key === null ? null : parseApplicationNumber(key);
    if (parsed?.ok && parsed.value === key) return load.patents.load(parsed.value);
    const [, office, number, kind] = /^([A-Z]{2})\.([A-Z0-9]+)\.([A-Z]\d?)$/.exec(key ?? "") ?? [];
    if (office === undefined || number === undefined || kind === undefined) return fromPublication(key, load);
    return load.opsPatents.load({ office, number, kind });
  }),
  Organization: batched(async (reference, load) => {
    const key = keyOf(reference, "Organization", "uscc");
    const isKey = key !== null && (parseUscc(key).ok || /^n:[0-9a-f]{24}$/.test(key));
    return isKey ? load.organizations.load(key) : null;
  }),
  Agency: batched(async (reference, load) => {
    const code = parseAgencyCode(keyOf(reference, "Agency", "code") ?? "");
    return code.ok ? load.agencies.load(code.value) : null;
  }),
  ...rightEntities,
};

/** A foreign document whose application OPS does not name is known by its publication. */
async function fromPublication(key: string | null, load: NationalLoad) {
  const [, office, number, kindCode] = /^publication\.([A-Z]{2})\.([A-Z0-9]+)\.([A-Z]\d?)$/.exec(key ?? "") ?? [];
  if (office === undefined || number === undefined) return null;
  return (await load.opsPublications.load({ office, number, kindCode }))[0] ?? null;
}
