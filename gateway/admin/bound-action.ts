import { z } from "zod";
import type { AdminCaller } from "#gateway/access/admin-caller.ts";
import { MOST_DAYS } from "#gateway/figures/figure-file.ts";
import type { Asked } from "#gateway/registry/node-desk.ts";
import type { Refusal } from "#gateway/report/refusal.ts";
import { malformed } from "./malformed.ts";
import { mayAct, NODE_ACTIONS, type NodeAction, type NodeDesks, readNodeAddress } from "./node-actions.ts";

/** One address of the admin API, ready to be asked. */
export interface BoundAction {
  /** For the audit line: of those that there are. */
  readonly name: string;
  readonly method: "GET" | "POST";
  readonly bodyLimit: number;
  may(caller: AdminCaller): boolean;
  /** What it is about. */
  target(body: unknown): string | undefined;
  run(caller: AdminCaller, body: unknown, query: URLSearchParams): Promise<object | Refusal>;
}

/** nodes, nodes/CODE, nodes/CODE/report, nodes/CODE/VERB; undefined for anything else. */
export function bindNodeAction(desks: NodeDesks, name: string): BoundAction | undefined {
  if (name === "nodes") return looking("nodes", () => desks.nodes.list());
  if (name === "demo") return plugInDemo(desks);
  const address = readNodeAddress(name);
  if (address === undefined) return undefined;
  const { code, verb } = address;
  if (verb === undefined) return { ...looking("nodes/show", (asked) => desks.nodes.show(asked), code) };
  if (verb === "report") return reporting(desks, code);
  const action = NODE_ACTIONS.get(verb);
  return action === undefined ? undefined : acting(desks, action, { code, verb });
}

function looking(name: string, look: (asked: Asked) => object | Promise<object>, code?: string): BoundAction {
  return {
    name,
    method: "GET",
    bodyLimit: 0,
    may: (caller) => caller.kind === "operator" || caller.node === code,
    target: () => code,
    run: async (caller) => look(askedBy(caller, code ?? "")),
  };
}

const REPORTED = z.strictObject({ days: z.coerce.number().int().min(1).max(MOST_DAYS).default(30) });

function reporting({ reports }: NodeDesks, code: string): BoundAction {
  return {
    ...looking("nodes/report", () => ({}), code),
    run: async (caller, _body, query) => {
      const parsed = REPORTED.safeParse(Object.fromEntries(query));
      return parsed.success ? reports.report(askedBy(caller, code), parsed.data.days) : malformed(parsed.error);
    },
  };
}

const DEMO = z.strictObject({ names: z.array(z.string().max(64)).min(1).max(20) });
/** Each is checked by the kit. */
const DEMO_MS = 300_000;

function plugInDemo({ demos }: NodeDesks): BoundAction {
  return {
    name: "demo",
    method: "POST",
    bodyLimit: 16_384,
    may: ({ kind }) => kind === "operator",
    target: (body) => DEMO.safeParse(body).data?.names.join(","),
    run: async (_caller, body) => {
      const parsed = DEMO.safeParse(body);
      if (!parsed.success) return malformed(parsed.error);
      return demos.plugIn(parsed.data.names, AbortSignal.timeout(DEMO_MS));
    },
  };
}

function acting(
  desks: NodeDesks,
  action: NodeAction,
  { code, verb }: { readonly code: string; readonly verb: string },
): BoundAction {
  return {
    name: `nodes/${verb}`,
    method: "POST",
    bodyLimit: action.bodyLimit,
    may: (caller) => mayAct(caller, code, action),
    target: () => code,
    run: async (caller, body) => {
      const parsed = action.schema.safeParse(body);
      return parsed.success ? action.run(desks, askedBy(caller, code), parsed.data as never) : malformed(parsed.error);
    },
  };
}

function askedBy({ kind }: AdminCaller, code: string): Asked {
  return { code, by: kind === "operator" ? "OPERATOR" : "OWNER" };
}
