import { z } from "zod";
import type { Language } from "#gateway/http/operation.ts";
import type { ErrorCodeName } from "#schema/error-codes.ts";

/** Why the caller's input was refused, ready for the client. */
interface PublicReason {
  readonly code: string;
  readonly message?: string;
  readonly expected?: string;
  readonly candidates?: readonly string[];
  /** Where in the text that was refused. */
  readonly position?: z.output<typeof POSITION>;
}

/** All that `errors[].extensions` may hold. */
export interface PublicExtensions {
  readonly [key: string]: unknown;
  readonly code?: ErrorCodeName;
  readonly node?: string;
  /** Where the error stands for several nodes; `node` is the first of them. */
  readonly nodes?: readonly string[];
  readonly source?: string;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly reason?: PublicReason;
  readonly argument?: string;
  readonly requestId?: string;
  readonly cost?: number;
  readonly limit?: number;
}

const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
// Control characters and addresses in a node's text would be a way past this list.
const text = z
  .string()
  .max(300)
  .regex(/^(?![\s\S]*:\/\/)[^\p{Cc}]*$/u);
const value = z
  .string()
  .max(100)
  .regex(/^[^\p{Cc}:<>]*$/u);

const place = z.number().int().min(0).max(1_000_000);
const POSITION = z.object({ offset: place, line: place, column: place });

const REASON = z.object({
  code: z.string().regex(/^[A-Za-z]\w{0,63}$/),
  message: z
    .union([text, z.object({ zh: text, en: text })])
    .optional()
    .catch(undefined),
  expected: value.optional().catch(undefined),
  candidates: z.array(value).max(20).optional().catch(undefined),
  position: POSITION.optional().catch(undefined),
});

const FIELDS = {
  node: name,
  nodes: z.array(name).min(1).max(1_000),
  source: name,
  retryable: z.boolean(),
  cost: z.number().int().min(0),
  limit: z.number().int().min(0),
  retryAfterMs: z.number().int().min(0).max(86_400_000),
  reason: REASON,
  argument: z.string().regex(/^[A-Za-z_][\w.[\]]{0,127}$/),
} as const;

/** Keeps what is on the list and well-formed; drops the rest without a word. */
export function readExtensions(raw: Readonly<Record<string, unknown>>, language: Language): PublicExtensions {
  const kept: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(FIELDS)) {
    const decoded = field.safeParse(raw[key]);
    if (decoded.success) kept[key] = key === "reason" ? toPublicReason(REASON.parse(raw[key]), language) : decoded.data;
  }
  return kept;
}

function toPublicReason(reason: z.output<typeof REASON>, language: Language): PublicReason {
  const { code, message, expected, candidates, position } = reason;
  return {
    code,
    ...(message === undefined ? {} : { message: typeof message === "string" ? message : message[language] }),
    ...(expected === undefined ? {} : { expected }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(position === undefined ? {} : { position }),
  };
}
