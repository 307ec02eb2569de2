import type { IncomingHttpHeaders } from "node:http";
import type { DemoAnswer } from "#adapters/manifest/demo/wire/answers.ts";
import type { Clock } from "#adapters/runtime/source.ts";
import type { ContentKind, Row } from "./content.ts";

/** One request, read. */
interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** As sent; "" for none. */
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
}

type Answering = (exchange: Exchange) => DemoAnswer;

/** A way of speaking (FACTS B5): how an outlet answers, and how a manifest tells it. */
export interface Dialect {
  readonly code: string;
  readonly kind: ContentKind;
  /** In which it reads addresses and forms. */
  readonly charset: "utf-8" | "gbk";
  readonly secrets: Readonly<Record<string, string>>;
  /** The source's part of the manifest, without its name and address. */
  readonly source: Readonly<Record<string, unknown>>;
  /** `list` of the kind. */
  readonly list: Readonly<Record<string, unknown>>;
  /** Where a column of the content stands in a record. */
  place(column: string): string;
  /** Serves the rows; one call for each stand-in, so that nonces and view states are its own. */
  serve(rows: readonly Row[], clock: Clock): Answering;
}
