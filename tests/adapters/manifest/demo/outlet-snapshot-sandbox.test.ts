import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import * as outlet from "#adapters/manifest/demo/outlet-snapshot/sandbox.ts";
import { sealKey } from "#adapters/manifest/demo/outlet-snapshot/seal.ts";
import { readSeal } from "#adapters/manifest/snapshot/read-seal.ts";
import { serveDemo } from "./serve-demo.ts";

const MANIFEST = new URL("../../../../adapters/manifest/demo/outlet-snapshot/manifest.yaml", import.meta.url);
const NOW = Date.parse("2026-11-22T02:00:00+08:00");
const clock = { now: () => NOW };

async function keys(): Promise<readonly string[]> {
  const manifest = parse(await readFile(MANIFEST, "utf8")) as {
    readonly sources: { readonly files: { readonly snapshot: { readonly publicKeys: readonly string[] } } };
  };
  return manifest.sources.files.snapshot.publicKeys;
}

describe("the stand-in of an outlet that gives files", () => {
  test.each(["offers.csv", "reports.jsonl"])("%s is sealed by the key that the manifest names", async (file) => {
    await using sandbox = await serveDemo(outlet, { clock });
    const bytes = Buffer.from(await (await fetch(`${sandbox.url}/export/${file}`)).arrayBuffer());
    const seal = readSeal(await (await fetch(`${sandbox.url}/export/${file}.sig`)).text(), await keys(), NOW);
    expect(seal).toEqual({ file, createdAt: NOW, digest: createHash("sha256").update(bytes).digest("base64") });
    expect(bytes.length).toBeGreaterThan(500);
  });

  test("the manifest names the key with which the stand-in signs", async () => {
    expect(await keys()).toEqual([sealKey()]);
  });

  test("writes its table in GBK, and gives nothing out but its files", async () => {
    await using sandbox = await serveDemo(outlet, { clock });
    const bytes = await (await fetch(`${sandbox.url}/export/offers.csv`)).arrayBuffer();
    expect(() => new TextDecoder("utf-8", { fatal: true }).decode(bytes)).toThrow();
    expect(new TextDecoder("gbk", { fatal: true }).decode(bytes)).toMatch(/^编号,名称,专利号/);
    for (const path of ["/", "/export/", "/export/../seal.ts", "/offers.csv"]) {
      expect((await fetch(sandbox.url + path)).status).toBe(404);
    }
  });

  test("can offer a file that is another than the sealed one", async () => {
    await using sandbox = await serveDemo(outlet, { clock, settings: { altered: "offers.csv" } });
    const bytes = Buffer.from(await (await fetch(`${sandbox.url}/export/offers.csv`)).arrayBuffer());
    const seal = readSeal(await (await fetch(`${sandbox.url}/export/offers.csv.sig`)).text(), await keys(), NOW);
    expect(createHash("sha256").update(bytes).digest("base64")).not.toBe(seal.digest);
  });
});
