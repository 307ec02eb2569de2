import { z } from "zod";
import { html } from "#adapters/runtime/call/decoders/html.ts";
import { json } from "#adapters/runtime/call/decoders/json.ts";
import { MalformedError } from "#adapters/runtime/upstream-error.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";

describeSource({
  name: "json-example",
  startWithUpstream: (url, runtime) => (context) =>
    runtime.call(
      { operation: "probe", url: `${url}/list`, decode: json(z.object({ name: z.string() })), ttlMs: 60_000 },
      context,
    ),
  good: { contentType: "application/json", text: '{"name":"成渝双城经济圈知识产权"}' },
});

describeSource({
  name: "html-example",
  startWithUpstream: (url, runtime) => (context) =>
    runtime.call({ operation: "probe", url: `${url}/list.jsp`, decode: html(readNames), ttlMs: 60_000 }, context),
  good: { contentType: "text/html", text: "<table class=list><tr><td>知识产权服务窗口</td></tr></table>" },
});

function readNames($: Parameters<Parameters<typeof html>[0]>[0]): readonly string[] {
  const cells = $("table.list td").toArray();
  if (cells.length === 0) throw new MalformedError("table.list");
  return cells.map((cell) => $(cell).text());
}
