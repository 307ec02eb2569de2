import { readFileSync } from "node:fs";
import { decode } from "iconv-lite";
import type { CallContext } from "#adapters/runtime/source.ts";
import type { SichuanPortal } from "#adapters/sichuan-portal/sichuan-portal.ts";
import { source } from "#adapters/sichuan-portal/source.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";

describeSource({
  name: "sichuan-portal",
  startWithUpstream: probe((portal, context) => portal.offers({}, { offset: 0, limit: 20 }, context)),
  good: { contentType: "application/json;charset=UTF-8", text: fixture("offers.json").toString("utf8") },
});

describeSource({
  name: "sichuan-portal",
  startWithUpstream: probe((portal, context) => portal.windows(context)),
  good: { contentType: "text/html; charset=utf-8", text: decode(fixture("windows.html.gbk"), "gbk") },
});

function probe(ask: (portal: SichuanPortal, context: CallContext) => Promise<unknown>) {
  return async (url: string, runtime: Parameters<typeof source.create>[0]) => {
    // Links would differ from run to run with the port.
    const portal = await source.create(runtime, { baseUrl: url, publicUrl: "https://portal.example.cn" });
    if (portal === null) throw new Error("the portal is off");
    return (context: CallContext) => ask(portal, context);
  };
}

function fixture(name: string): Buffer {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}
