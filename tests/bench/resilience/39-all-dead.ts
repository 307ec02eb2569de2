import { exactly } from "#tests/bench/bench.ts";
import { startUpstream } from "#tests/support/start-upstream.ts";
import { hang } from "#tests/support/upstream-faults.ts";
import type { Requirement } from "./requirement.ts";

const NODES = ["SICHUAN", "CHONGQING", "NATIONAL"];
const QUERY = '{ patent(number: "CN202310123456.6") { title } listings { nodes { id } } agencies { nodes { id } } }';

export const requirement: Requirement = {
  number: 39,
  promise: "all nodes dead: /live and /ready are 200",
  measure: async (house) => {
    const gone = await startUpstream(hang);
    await gone[Symbol.asyncDispose]();
    const urls = Object.fromEntries(NODES.map((node) => [`HUB_NODE_${node}_URL`, `${gone.url}/graphql`]));
    await using hub = await house.hub({ ...urls, HUB_SIGNING_KEYS: "bench-2026:0123456789abcdef0123456789abcdef" });
    const { status, errors, data } = await hub.ask(QUERY);
    const nulls = Object.values(data ?? {}).filter((value) => value === null).length;
    const codes = new Set(errors.map(({ extensions }) => extensions.code));
    return [
      { what: "/health/live", unit: "", promised: exactly(200), measured: await statusOf(`${hub.url}/health/live`) },
      { what: "/health/ready", unit: "", promised: exactly(200), measured: await statusOf(`${hub.url}/health/ready`) },
      { what: "a query meanwhile", unit: "", promised: exactly(200), measured: status },
      { what: "its fields that are null, of 3", unit: "", promised: exactly(3), measured: nulls },
      {
        what: "codes besides NODE_UNAVAILABLE",
        unit: "",
        promised: exactly(0),
        measured: codes.size - Number(codes.has("NODE_UNAVAILABLE")),
      },
    ];
  },
};

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}
