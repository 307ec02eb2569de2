import { atMost, exactly } from "#tests/bench/bench.ts";
import { inTurn } from "#tests/bench/measure.ts";
import { scripted } from "#tests/support/fault-proxy.ts";
import type { HubAnswer } from "#tests/support/hub-client.ts";
import { PORTAL_QUESTIONS } from "#tests/support/portal-questions.ts";
import { reset } from "#tests/support/proxy-faults.ts";
import type { Requirement } from "./requirement.ts";

const HOUR_MS = 3_600_000;
const HEADERS = { "hub-sources": "1", "hub-deadline-ms": "3000" };
/** Sources whose answers the pipeline keeps; OPS forbids it for what it charges by the answer. */
const KEPT = PORTAL_QUESTIONS.filter(({ source }) => source !== "epo-ops");

export const requirement: Requirement = {
  number: 19,
  promise: "stale-if-error for 24 h, with extensions telling the age",
  measure: async (house) => {
    await using hub = await house.hub();
    const askAll = () => inTurn(KEPT, ({ query, variables }) => hub.ask(query, variables(0), HEADERS));
    const fresh = await askAll();
    for (const { proxy } of house.portals.all) proxy.obey(scripted({ fault: reset }));
    await hub.tell({ kind: "move-clock", byMs: 23 * HOUR_MS });
    const stale = await askAll();
    await hub.tell({ kind: "move-clock", byMs: 26 * HOUR_MS });
    const over = await askAll();
    const asBefore = stale.filter(({ data, errors }, index) => errors.length === 0 && same(data, fresh[index]?.data));
    const ages = stale.map((answer, index) => Math.abs(ageOf(answer, KEPT[index]?.source) - 23 * 3_600));
    return [
      {
        what: "sources whose answer stands in after 23 h of failure",
        unit: "",
        promised: exactly(KEPT.length),
        measured: asBefore.length,
      },
      { what: "the age told is off by, worst", unit: "s", promised: atMost(60), measured: Math.max(...ages) },
      {
        what: "sources that fail after 49 h",
        unit: "",
        promised: exactly(KEPT.length),
        measured: over.filter(({ errors }) => errors.length > 0).length,
      },
    ];
  },
};

function ageOf({ sources }: HubAnswer, source: string | undefined): number {
  const report = sources.find((candidate) => candidate.source === source && candidate.outcome === "STALE");
  return report?.ageSeconds ?? Number.NaN;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
