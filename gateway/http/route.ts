import type { IncomingMessage } from "node:http";
import type { Refusal } from "#gateway/report/refusal.ts";
import type { Reply } from "./reply.ts";

/** A read-only page or file beside `/graphql`. */
export interface Route {
  /** For metrics and logs; one of few. */
  readonly name: string;
  matches(path: string): boolean;
  /** Answered however much there is to do (health, metrics). */
  readonly isVital?: true;
  /** GET and HEAD only; anything else is refused before. */
  answer(request: IncomingMessage, path: string): Reply | Refusal | Promise<Reply>;
}
