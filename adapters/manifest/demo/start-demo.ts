import {
  type SandboxProcess,
  type StartSandboxOptions,
  startSandbox,
} from "#adapters/runtime/sandbox/start-sandbox.ts";
import { demoNamed } from "./demos.ts";
import { pointManifestAt } from "./point-manifest-at.ts";

/** A demo that runs: its sandbox in a process of its own, and the manifest that leads there. */
export interface RunningDemo extends SandboxProcess {
  readonly name: string;
  /** YAML, with the sandbox's address in place of the written one. */
  readonly manifest: string;
  /** By the names that the manifest uses. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Starts a demo's sandbox (it dies with this process) and tells the manifest that plugs it in. */
export async function startDemo(name: string, options: StartSandboxOptions): Promise<RunningDemo> {
  const demo = demoNamed(name);
  const text = await demo.readManifest();
  const settings = { ...demo.settings, ...options.settings };
  const sandbox = await startSandbox(demo, { ...options, settings });
  return { ...sandbox, name, manifest: pointManifestAt(text, sandbox.url), secrets: demo.secrets };
}
