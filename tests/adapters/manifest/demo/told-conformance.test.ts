import { readFileSync } from "node:fs";
import { createManifestClient } from "#adapters/manifest/client.ts";
import * as fujian from "#adapters/manifest/demo/fujian/sandbox.ts";
import { DIALECTS } from "#adapters/manifest/demo/outlets/dialects.ts";
import { outletManifest } from "#adapters/manifest/demo/outlets/outlet-manifest.ts";
import * as outlets from "#adapters/manifest/demo/outlets/sandbox.ts";
import { pointManifestAt } from "#adapters/manifest/demo/point-manifest-at.ts";
import * as shanghai from "#adapters/manifest/demo/shanghai/sandbox.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { sourceOf } from "#adapters/manifest/source-of.ts";
import type { SandboxModule } from "#adapters/runtime/sandbox/sandbox-module.ts";
import { describeSource, type SourceUnderTest } from "#tests/conformance/source-suite.ts";
import { serveDemo } from "./serve-demo.ts";

interface Told {
  readonly name: string;
  readonly module: SandboxModule;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly manifest: (url: string) => string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly source: string;
  readonly kind: string;
  /** What the probe asks for. */
  readonly path: string;
}

const TOLD: readonly Told[] = [
  {
    name: "fujian: JSON in an envelope",
    module: fujian,
    manifest: written("fujian"),
    source: "portal",
    kind: "REPORT",
    path: "/f/api/report/list?pageNo=1&pageSize=50",
  },
  {
    name: "fujian: a page",
    module: fujian,
    manifest: written("fujian"),
    source: "site",
    kind: "SERVICE_WINDOW",
    path: "/f/list-WINDOWS.html",
  },
  {
    name: "shanghai: a table on a page",
    module: shanghai,
    manifest: written("shanghai"),
    source: "pages",
    kind: "SERVICE",
    path: "/Service/list.jsp",
  },
  outlet("jeesite", "/f/agency/list?pageNo=1&pageSize=100"),
  outlet("jsonp", "/report.ashx?callback=cb&p=0&n=100"),
];

for (const told of TOLD) describeSource(await toSource(told));

async function toSource(told: Told): Promise<SourceUnderTest> {
  const good = await goodAnswer(told);
  return {
    name: told.name,
    good,
    startWithUpstream: async (url, runtime) => {
      const read = readManifest(told.manifest(url));
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      const { manifest } = read;
      const secrets = (name: string) => told.secrets?.[name] ?? "";
      const definition = sourceOf(manifest, told.source, { secrets });
      const asker = await definition.create(runtime, definition.settings.parse({}));
      const client = createManifestClient(manifest, { [told.source]: asker });
      return (context) => client.list(told.kind, { words: {}, offset: 0, limit: 5 }, context);
    },
  };
}

/** The stand-in's own answer, as text. */
async function goodAnswer({ module, settings = {}, path }: Told): Promise<SourceUnderTest["good"]> {
  await using sandbox = await serveDemo(module, { settings });
  const windows = (await (await fetch(`${sandbox.url}/f`)).text()).match(/list-([0-9a-f]{32})/)?.[1] ?? "";
  const response = await fetch(sandbox.url + path.replace("WINDOWS", windows));
  const bytes = await response.arrayBuffer();
  const type = response.headers.get("content-type") ?? "";
  const isGbk = /gbk/i.test(type);
  const text = new TextDecoder(isGbk ? "gbk" : "utf-8", { fatal: true }).decode(bytes);
  return {
    text: isGbk ? text.replace("charset=gbk", "charset=utf-8") : text,
    contentType: isGbk ? "text/html; charset=utf-8" : type,
  };
}

function written(name: string): (url: string) => string {
  const text = readFileSync(
    new URL(`../../../../adapters/manifest/demo/${name}/manifest.yaml`, import.meta.url),
    "utf8",
  );
  return (url) => pointManifestAt(text, url);
}

function outlet(code: string, path: string): Told {
  const index = DIALECTS.findIndex((dialect) => dialect.code === code);
  const dialect = DIALECTS[index];
  if (dialect === undefined) throw new RangeError(code);
  return {
    name: `outlet ${code}`,
    module: outlets,
    settings: { outlet: index },
    manifest: (url) => outletManifest(dialect, url),
    secrets: dialect.secrets,
    source: "main",
    kind: dialect.kind,
    path,
  };
}
