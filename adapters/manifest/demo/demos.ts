import { readFile } from "node:fs/promises";
import { DIALECTS } from "./outlets/dialects.ts";
import { outletManifest } from "./outlets/outlet-manifest.ts";

/** A platform that can be plugged in for show: its stand-in, its manifest, and the secrets that open the stand-in. */
export interface Demo {
  /** Code of its node. */
  readonly name: string;
  readonly module: URL;
  /** Switches of the stand-in. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** YAML, with a written address in place of the stand-in's. */
  readManifest(): Promise<string>;
}

const OUTLETS: readonly Demo[] = DIALECTS.map((dialect, outlet) => ({
  name: `outlet-${dialect.code}`,
  module: new URL("./outlets/sandbox.ts", import.meta.url),
  settings: { outlet },
  secrets: dialect.secrets,
  readManifest: async () => outletManifest(dialect, "http://127.0.0.1:4720"),
}));

export const DEMOS: readonly Demo[] = [
  demo("shanghai"),
  demo("fujian"),
  demo("outlet-csv", { CLIENT_ID: "hub-demo", CLIENT_SECRET: "outlet-demo-secret" }),
  demo("outlet-snapshot"),
  ...OUTLETS,
];

export function demoNamed(name: string): Demo {
  const demo = DEMOS.find((candidate) => candidate.name === name);
  if (demo === undefined) throw new RangeError(`no demo ${name}; there are ${DEMOS.map((one) => one.name).join(", ")}`);
  return demo;
}

function demo(name: string, secrets: Readonly<Record<string, string>> = {}): Demo {
  return {
    name,
    module: new URL(`./${name}/sandbox.ts`, import.meta.url),
    settings: {},
    secrets,
    readManifest: () => readFile(new URL(`./${name}/manifest.yaml`, import.meta.url), "utf8"),
  };
}
