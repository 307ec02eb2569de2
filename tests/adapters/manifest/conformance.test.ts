import { createManifestClient } from "#adapters/manifest/client.ts";
import { sourceOf } from "#adapters/manifest/source-of.ts";
import { describeSource } from "#tests/conformance/source-suite.ts";
import { manifestFor } from "#tests/support/manifest-client.ts";

const ROWS = [{ id: "1", title: "一种低温固化光学胶", crf: "成都示例光电有限公司" }];
const KIND = { fields: { title: "title", seller: "crf" } };

/** Every format stands the same faults; what tells them apart is told by format. */
const FORMATS = {
  json: {
    decode: { format: "json", rows: "rows", total: "total" },
    good: { contentType: "application/json;charset=UTF-8", text: JSON.stringify({ rows: ROWS, total: "1" }) },
  },
  xml: {
    decode: { format: "xml", rows: "list.item" },
    good: {
      contentType: "text/xml;charset=UTF-8",
      text: `<?xml version="1.0"?><r><list>${ROWS.map(({ id, title, crf }) => `<item><id>${id}</id><title>${title}</title><crf>${crf}</crf></item>`).join("")}</list></r>`,
    },
  },
} as const;

for (const [name, { decode, good }] of Object.entries(FORMATS)) {
  describeSource({
    name: `example-${name}`,
    startWithUpstream: async (baseUrl, runtime) => {
      const manifest = manifestFor(baseUrl, { kind: { ...KIND, list: { request: { path: "/list" }, decode } } });
      const definition = sourceOf(manifest, "portal", { secrets: () => undefined });
      const source = await definition.create(runtime, definition.settings.parse({}));
      const client = createManifestClient(manifest, { portal: source });
      return (context) => client.list("LISTING", { words: {}, offset: 0, limit: 10 }, context);
    },
    good,
  });
}
