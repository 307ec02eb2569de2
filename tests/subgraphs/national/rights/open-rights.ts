import { expect } from "vitest";
import { generateWorld } from "#adapters/runtime/sandbox/world/generate-world.ts";
import type { World } from "#adapters/runtime/sandbox/world/types.ts";
import { type OpenRegisters, openRegisters } from "#tests/adapters/national-registers/open-registers.ts";
import { type OpenNational, openNational } from "#tests/subgraphs/national/open-national.ts";

/** Larger than the world that the store is filled from; the well-known organisations are in both. */
export const RIGHTS_WORLD: World = generateWorld({ seed: 1, patents: 1_500 });

/** The owner that the story is about. */
export const OPTICS = "成都示例光电有限公司";

type Data = Readonly<Record<string, unknown>>;

/** The node over its store and the stand-in of the registers. */
export interface OpenRights extends AsyncDisposable {
  readonly national: OpenNational;
  readonly registers: OpenRegisters;
  readonly ask: OpenNational["ask"];
  /** The data of an answer that must have no errors. */
  data(query: string): Promise<Data>;
}

export async function openRights(): Promise<OpenRights> {
  const national = await openNational(150);
  const registers = await openRegisters(RIGHTS_WORLD);
  const ask = national.with({ rights: registers.registers });
  return {
    national,
    registers,
    ask,
    data: async (query) => {
      const { data, errors } = await ask(query);
      expect(errors).toBeUndefined();
      return data ?? {};
    },
    [Symbol.asyncDispose]: async () => {
      await registers[Symbol.asyncDispose]();
      await national[Symbol.asyncDispose]();
    },
  };
}
