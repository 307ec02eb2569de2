/** A platform that can be plugged in for show: its stand-in, its manifest, and the secrets that open the stand-in. */
export interface Demo {
  readonly name: string;
  readonly module: URL;
  readonly manifest: URL;
  readonly secrets: Readonly<Record<string, string>>;
}

export const DEMOS: readonly Demo[] = [
  demo("shanghai"),
  demo("fujian"),
  demo("outlet-csv", { CLIENT_ID: "hub-demo", CLIENT_SECRET: "outlet-demo-secret" }),
];

function demo(name: string, secrets: Readonly<Record<string, string>> = {}): Demo {
  return {
    name,
    module: new URL(`./${name}/sandbox.ts`, import.meta.url),
    manifest: new URL(`./${name}/manifest.yaml`, import.meta.url),
    secrets,
  };
}
