import { expect, test } from "vitest";
import type { KindFormat } from "#adapters/manifest/format/kind-format.ts";
import { pageHostsOf } from "#adapters/manifest/page-hosts.ts";

function hostsOf(kind: Partial<Pick<KindFormat, "actions" | "fields">>): readonly string[] {
  const request = { method: "GET", path: "https://asked.example/list" } as const;
  const list = { request, decode: { format: "json", rows: "rows" }, paging: { type: "none" } } as const;
  const whole = {
    list,
    id: "id",
    cache: { list: "10m", record: "1h" },
    harvest: true,
    fields: {},
    actions: [],
    ...kind,
  };
  // Only what is read of it matters here.
  return pageHostsOf({ kinds: { REPORT: whole as unknown as KindFormat } });
}

test("hosts that actions and links name are the owner's pages, each once; what is asked and what is read is not", () => {
  expect(
    hostsOf({
      actions: [
        { kind: "VIEW", url: "https://WWW.portal.example/view?id={id}" },
        { kind: "BOOK", url: "/book/{id}" },
      ],
      fields: {
        title: "https://path.example/title",
        sourceUrl: { expression: '"http://portal.example:8080/d/" + row.id + "?from=https://www.portal.example"' },
        homepage: { value: "https://平台.中国/" },
      },
    }),
  ).toEqual(["www.portal.example", "portal.example:8080", "xn--kpr97v.xn--fiqs8s"]);
});

test("a host that a record fills in is nobody's", () => {
  const urls = ["https://{id}.portal.example/", "https://portal{id}/", "https://user@{id}/", "{sourceUrl}", "https://"];
  expect(hostsOf({ actions: urls.map((url) => ({ kind: "VIEW", url })) })).toEqual([]);
});
