import { exactly, NO_PROMISE } from "#tests/bench/bench.ts";
import { gauge } from "#tests/bench/load.ts";
import type { HubProcess } from "#tests/support/start-hub-process.ts";
import type { Requirement } from "./requirement.ts";

const ALIASES = 200;
/** Numbers that OPS takes in one request. */
const BATCH = 100;

export const requirement: Requirement = {
  number: 9,
  promise: "200 root aliases of one look-up: one subgraph request, ceil(n / batch) upstream calls",
  measure: async (house) => {
    await using hub = await house.hub();
    const { proxy } = house.portals.of("epo-ops");
    await hub.ask('{ patent(number: "EP1999999A1") { id } }');
    proxy.front.forget();
    const before = await requestsTo(hub, "national");
    const aliases = Array.from(
      { length: ALIASES },
      (_, index) => `p${index}: patent(number: "EP${2_000_000 + index}A1") { id }`,
    );
    const { errors } = await hub.ask(`{ ${aliases.join(" ")} }`);
    return [
      {
        what: `requests to the node for ${ALIASES} aliases`,
        unit: "",
        promised: exactly(1),
        measured: (await requestsTo(hub, "national")) - before,
      },
      {
        what: `upstream calls for ${ALIASES} aliases`,
        unit: "",
        promised: exactly(Math.ceil(ALIASES / BATCH)),
        measured: proxy.front.requests.length,
      },
      { what: "errors", unit: "", promised: NO_PROMISE, measured: errors.length },
    ];
  },
};

function requestsTo(hub: HubProcess, node: string): Promise<number> {
  return gauge(hub.url, "hub_node_duration_seconds_count", `node="${node}"`);
}
