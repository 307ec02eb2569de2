import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EpoOpsClient } from "#adapters/epo-ops/client/epo-ops-client.ts";
import { source } from "#adapters/epo-ops/source.ts";
import type { OwnedSourceRuntime } from "#adapters/runtime/create-source-runtime.ts";
import { samplesDir } from "#tests/support/samples.ts";
import { createTestRuntime } from "#tests/support/source-runtime.ts";
import {
  type ReceivedRequest,
  startUpstream,
  type TestUpstream,
  type UpstreamHandler,
} from "#tests/support/start-upstream.ts";

/** OPS as it was recorded, on loopback: the real adapter asks it, whoever asks the adapter. */
export interface ReplayedOps extends AsyncDisposable {
  readonly client: EpoOpsClient;
  readonly upstream: TestUpstream;
  readonly runtime: OwnedSourceRuntime;
  /** What was asked, without the tokens: "POST published-data/publication/docdb/biblio EP.1000000.A1". */
  asked(): readonly string[];
}

/** Which recorded answer belongs to which question: method, path below the REST base, range or body. */
const RECORDED: readonly (readonly [question: RegExp, file: string])[] = [
  [/^POST published-data\/publication\/docdb\/biblio EP\.1000000\.A1$/, "biblio_EP1000000A1.xml"],
  [/^POST published-data\/application\/docdb\/biblio EP\.99203729\.A$/, "fullcycle_EP1000000.xml"],
  [/^POST published-data\/publication\/epodoc\/biblio EP1000000$/, "fullcycle_EP1000000.xml"],
  [/^POST published-data\/\w+\/\w+\/biblio .*(?:2020081771|2019056674)/, "biblio_WO2020081771.xml"],
  [/^POST published-data\/\w+\/\w+\/biblio .*(?:2400812|2533477|10167109|11169280)/, "biblio_bulk_3docs.xml"],
  [/^GET published-data\/publication\/docdb\/EP\.2400812\.A1\/equivalents/, "equivalents_EP2400812.xml"],
  [/^GET family\/publication\/docdb\/EP\.2400812\.A1\/legal/, "family_with_legal_EP2400812.xml"],
  [/^GET family\/publication\/docdb\/EP\.1537878\.A1\/legal/, "family_legal_json_EP1537878.json"],
  // Recorded from the legal service, whose answers have the form of the family service's.
  [/^GET family\/publication\/docdb\/EP\.1000000\.A1\/legal/, "legal_EP1000000A1.xml"],
  [/^GET number-service\/publication\/docdb\/EP\./, "number_docdb_to_epodoc_EP.xml"],
  [/^GET number-service\/application\/original\/JP\./, "number_original_to_docdb_JP.xml"],
  [/^GET number-service\/application\/original\/.*PCT/, "number_original_to_docdb_PCT.xml"],
  [/^GET published-data\/search\?q=ti = battery 1-5$/, "search_ti_battery_total10000.xml"],
  [/^GET published-data\/search\?q=ti = plastic 1-100$/, "search_ti_plastic_1-100.xml"],
];

export async function replayOps(ownAnswers: Readonly<Record<string, UpstreamHandler>> = {}): Promise<ReplayedOps> {
  const upstream = await startUpstream((request, response) => {
    const question = questionOf(request);
    if (question === null) return void answer(response, 200, "application/json", TOKEN);
    const own = Object.entries(ownAnswers).find(([part]) => question.includes(part));
    if (own !== undefined) return own[1](request, response);
    const file = RECORDED.find(([pattern]) => pattern.test(question))?.[1];
    if (file === undefined)
      return void answer(response, 404, "application/xml", recorded("error_404_entity_not_found.xml"));
    answer(response, 200, file.endsWith(".json") ? "application/json" : "application/xml", recorded(file));
  });
  const runtime = createTestRuntime("epo-ops", upstream.url);
  const client = await source.create(
    runtime,
    source.settings.parse({ baseUrl: `${upstream.url}/3.2`, key: "k", secret: "s" }),
  );
  if (client === null) throw new Error("no client");
  return {
    client,
    upstream,
    runtime,
    asked: () => upstream.requests.flatMap((request) => questionOf(request) ?? []),
    [Symbol.asyncDispose]: async () => {
      await runtime.close();
      await upstream[Symbol.asyncDispose]();
    },
  };
}

/** The text of a recorded answer. */
export function recorded(file: string): string {
  return readFileSync(join(samplesDir ?? "", "epo_ops", file), "utf8");
}

const TOKEN = '{"access_token":"abc","expires_in":"1199"}';

/** Null for the token endpoint. */
function questionOf({ method, path, headers, body }: ReceivedRequest): string | null {
  if (path.endsWith("/auth/accesstoken")) return null;
  const [below = ""] = decodeURIComponent(path.replace("/3.2/rest-services/", "")).split("\n");
  const range = headers["x-ops-range"];
  const rest = [range === undefined ? "" : String(range), body.toString().replaceAll("\n", ",")].filter(
    (part) => part !== "",
  );
  return [method, below, ...rest].join(" ");
}

function answer(response: Parameters<UpstreamHandler>[1], status: number, type: string, text: string): void {
  response.writeHead(status, { "content-type": type });
  response.end(text);
}
