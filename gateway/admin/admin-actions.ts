import { z } from "zod";
import type { Refusal } from "#gateway/report/refusal.ts";
import { malformed } from "./malformed.ts";
import type { OperatorDesk } from "./operator-desk.ts";

/** One address of the admin API. */
export interface AdminAction {
  readonly method: "GET" | "POST";
  /** What it is about, for the audit line. */
  target(body: unknown): string | undefined;
  run(desk: OperatorDesk, body: unknown): Promise<object | Refusal>;
}

const CODE = z.strictObject({ code: z.string().min(1).max(64) });
const TASK = z.strictObject({ task: z.string().min(1).max(64) });
const SOURCE = z.strictObject({ source: z.string().min(1).max(64) });
const WORD = z.string().min(1).max(512).optional();
const WHAT = z.strictObject({ node: WORD, type: WORD, id: WORD, tag: WORD });
const RECORD = z.strictObject({ id: z.string().min(1).max(512), reason: z.string().min(1).max(500) });

/** By path below /admin/. */
export const ADMIN_ACTIONS: ReadonlyMap<string, AdminAction> = new Map([
  ["status", reading((desk) => desk.status())],
  ["take-downs", reading((desk) => desk.takeDowns())],
  ["stores", reading((desk) => desk.stores())],
  ["run", changing(TASK, (desk, { task }) => desk.run(task))],
  ["pause", changing(CODE, (desk, { code }) => desk.pause(code))],
  ["resume", changing(CODE, (desk, { code }) => desk.resume(code))],
  ["clear-cache", changing(SOURCE, (desk, { source }) => desk.clearCache(source))],
  ["invalidate", changing(WHAT, (desk, what) => desk.invalidate(what))],
  ["take-down", changing(RECORD, (desk, { id, reason }) => desk.takeDown(id, reason))],
  ["restore", changing(RECORD, (desk, { id, reason }) => desk.restore(id, reason))],
]);

function reading(run: (desk: OperatorDesk) => object): AdminAction {
  return { method: "GET", target: () => undefined, run: async (desk) => run(desk) };
}

function changing<Body extends Readonly<Record<string, string | undefined>>>(
  schema: z.ZodType<Body>,
  run: (desk: OperatorDesk, body: Body) => object | Promise<object | Refusal>,
): AdminAction {
  return {
    method: "POST",
    target: (body) => {
      const given: Readonly<Record<string, string | undefined>> = schema.safeParse(body).data ?? {};
      return (
        given["code"] ??
        given["task"] ??
        given["source"] ??
        given["id"] ??
        given["node"] ??
        given["type"] ??
        given["tag"]
      );
    },
    run: async (desk, body) => {
      const parsed = schema.safeParse(body);
      return parsed.success ? run(desk, parsed.data) : malformed(parsed.error);
    },
  };
}
