import { describe, expect, test } from "vitest";
import { DIALECTS } from "#adapters/manifest/demo/outlets/dialects.ts";
import { outletManifest } from "#adapters/manifest/demo/outlets/outlet-manifest.ts";
import * as outlets from "#adapters/manifest/demo/outlets/sandbox.ts";
import { readManifest } from "#adapters/manifest/format/read-manifest.ts";
import { serveDemo } from "./serve-demo.ts";

const NUMBERED = DIALECTS.map((dialect, outlet) => ({ dialect, outlet, code: dialect.code }));

test("there are ten outlets, no two in the same dialect", () => {
  expect(new Set(DIALECTS.map(({ code }) => code)).size).toBe(10);
});

describe.each(NUMBERED)("outlet $code", ({ dialect, outlet }) => {
  test("has a manifest without mistakes", () => {
    expect(readManifest(outletManifest(dialect, "http://127.0.0.1:1"))).toMatchObject({ ok: true });
  });

  test("gives nothing out to who does not speak its dialect", async () => {
    await using sandbox = await serveDemo(outlets, { settings: { outlet } });
    const body = await (await fetch(`${sandbox.url}/nothing?x=1`)).text();
    if (["jsonp", "aspnet"].includes(dialect.code)) return;
    expect(body).not.toMatch(/BG\d{6}|FW\d{4}|GP\d{6}|HD\d{4}|JG\d{6}|ZJ\d{5}|ZT\d{3}/);
  });
});
