import { z } from "zod";
import type { AdminCaller } from "#gateway/access/admin-caller.ts";
import type { Asked, NodeDesk } from "#gateway/registry/node-desk.ts";
import type { NodeReports } from "#gateway/registry/node-report.ts";
import type { DemoDesk } from "#gateway/registry/plug-in-demo.ts";
import { OWN_LIMITS } from "#gateway/registry/registry-event.ts";
import type { Refusal } from "#gateway/report/refusal.ts";
import type { NodeOrders } from "./node-orders.ts";

/** What plugged-in nodes are reached by. */
export interface NodeDesks {
  readonly nodes: NodeDesk;
  readonly orders: NodeOrders;
  readonly demos: DemoDesk;
  readonly reports: NodeReports;
}

/** One thing that may be done to a node: POST /admin/nodes/CODE/VERB. */
export interface NodeAction {
  /** Its owner may, too. */
  readonly ownerMay: boolean;
  readonly bodyLimit: number;
  readonly schema: z.ZodType;
  run(desks: NodeDesks, asked: Asked, body: never): Promise<object | Refusal>;
}

const SMALL_BODY = 16_384;
/** A manifest of a megabyte, as JSON. */
const LARGE_BODY = 4_194_304;
/** Longest that the conformance kit may ask a source. */
const CHECK_MS = 120_000;

const NOTHING = z.strictObject({});
const VERSION = z.strictObject({ version: z.string().max(40).optional() });
const REASON = z.strictObject({ reason: z.string().min(1).max(500) });
const RECORD = z.strictObject({ id: z.string().min(1).max(512), reason: z.string().min(1).max(500) });
const TEXT = z.strictObject({ text: z.string().min(1).max(2_000_000) });
const LIMITS = z.strictObject({ limits: OWN_LIMITS });

/** By verb. */
export const NODE_ACTIONS: ReadonlyMap<string, NodeAction> = new Map([
  [
    "register",
    action({ schema: TEXT, ownerMay: true, bodyLimit: LARGE_BODY }, ({ nodes }, asked, { text }) =>
      nodes.register(asked, text),
    ),
  ],
  [
    "check",
    action({ schema: VERSION, ownerMay: true }, ({ nodes }, asked, { version }) =>
      nodes.check(asked, version, AbortSignal.timeout(CHECK_MS)),
    ),
  ],
  [
    "schema",
    action({ schema: VERSION, ownerMay: true }, ({ nodes }, asked, { version }) => nodes.schema(asked, version)),
  ],
  ["text", action({ schema: VERSION, ownerMay: true }, ({ nodes }, asked, { version }) => nodes.text(asked, version))],
  [
    "shadow",
    action({ schema: VERSION, ownerMay: false }, ({ nodes }, asked, { version }) => nodes.shadow(asked, version)),
  ],
  [
    "promote",
    action({ schema: VERSION, ownerMay: true }, ({ nodes }, asked, { version }) => nodes.promote(asked, version)),
  ],
  [
    "rollback",
    action({ schema: VERSION, ownerMay: true }, ({ nodes }, asked, { version }) => nodes.rollBack(asked, version)),
  ],
  ["pause", action({ schema: NOTHING, ownerMay: true }, ({ orders }, asked) => orders.pause(asked))],
  ["resume", action({ schema: NOTHING, ownerMay: true }, ({ orders }, asked) => orders.resume(asked))],
  [
    "quarantine",
    action({ schema: REASON, ownerMay: false }, ({ nodes }, asked, { reason }) => nodes.quarantine(asked, reason)),
  ],
  ["limit", action({ schema: LIMITS, ownerMay: true }, ({ nodes }, asked, { limits }) => nodes.limit(asked, limits))],
  [
    "take-down",
    action({ schema: RECORD, ownerMay: true }, ({ orders }, asked, { id, reason }) =>
      orders.takeDown(asked, id, reason),
    ),
  ],
  ["remove", action({ schema: REASON, ownerMay: true }, ({ nodes }, asked, { reason }) => nodes.retire(asked, reason))],
  ["token", action({ schema: NOTHING, ownerMay: true }, ({ nodes }, asked) => nodes.giveToken(asked))],
  ["revoke-token", action({ schema: NOTHING, ownerMay: true }, ({ nodes }, asked) => nodes.takeToken(asked))],
]);

interface Terms<Body> {
  readonly schema: z.ZodType<Body>;
  readonly ownerMay: boolean;
  readonly bodyLimit?: number;
}

function action<Body>(
  { schema, ownerMay, bodyLimit = SMALL_BODY }: Terms<Body>,
  run: (desks: NodeDesks, asked: Asked, body: Body) => Promise<object | Refusal>,
): NodeAction {
  return { schema, ownerMay, bodyLimit, run };
}

/** nodes/CODE or nodes/CODE/VERB below /admin/. */
const NODE_PATH = /^nodes\/([a-z][a-z0-9-]{1,30})(?:\/([a-z-]{1,20}))?$/;

export interface NodeAddress {
  readonly code: string;
  /** Undefined: to be shown. */
  readonly verb: string | undefined;
}

export function readNodeAddress(name: string): NodeAddress | undefined {
  const [, code, verb] = NODE_PATH.exec(name) ?? [];
  return code === undefined ? undefined : { code, verb };
}

/** An owner sees and does what concerns the node of that token, and nothing else. */
export function mayAct(caller: AdminCaller, code: string, { ownerMay }: Pick<NodeAction, "ownerMay">): boolean {
  return caller.kind === "operator" || (ownerMay && caller.node === code);
}
