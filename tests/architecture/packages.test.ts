import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ROOT } from "./source-files.ts";

interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly version?: string;
        readonly resolved?: string;
        readonly integrity?: string;
        readonly optional?: boolean;
      }
    >
  >;
}
interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies: Readonly<Record<string, string>>;
  readonly engines: { readonly node: string };
}

const lock = readJson<Lock>("package-lock.json");
const own = readJson<Package>("package.json");

test("there is one copy of graphql, in the lock file and on disk", () => {
  const locked = Object.keys(lock.packages).filter((path) => path.endsWith("node_modules/graphql"));
  expect(locked).toEqual(["node_modules/graphql"]);
  const onDisk = readdirSync(`${ROOT}node_modules`, { recursive: true, encoding: "utf8" }).filter((path) =>
    /(?:^|node_modules[/\\])graphql[/\\]package\.json$/.test(path),
  );
  expect(onDisk).toEqual(["graphql/package.json"]);
  expect(lock.packages["node_modules/graphql"]?.version).toMatch(/^16\./);
});

test("the lock file names no registry, so that any mirror serves, and packages have their checksums", () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path !== "");
  expect(packages.length).toBeGreaterThan(200);
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  // npm records no checksum of optional parts that are for other platforms than the one that locked.
  const unchecked = packages.filter(([, { integrity, optional }]) => integrity === undefined && optional !== true);
  expect(unchecked.map(([path]) => path)).toEqual([]);
});

test("versions are exact, and Node is pinned to the same major everywhere", () => {
  const { dependencies, devDependencies, optionalDependencies } = own;
  const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  const pinned = Object.entries(optionalDependencies).filter(([name]) => name.startsWith("node-"));
  expect(pinned.length).toBeGreaterThan(0);
  for (const [, version] of pinned) expect(version).toMatch(/^24\./);
  expect(readFileSync(`${ROOT}.node-version`, "utf8").trim()).toMatch(/^24/);
  expect(own.engines.node).toContain("24");
  expect(process.versions.node).toMatch(/^24\./);
});

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(`${ROOT}${name}`, "utf8")) as T;
}
