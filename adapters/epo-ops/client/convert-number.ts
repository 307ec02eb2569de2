import { conversionReader } from "#adapters/epo-ops/decode/decode-conversion.ts";
import type { NumberQuestion, OpsConversion } from "#adapters/epo-ops/ops-conversion.ts";
import { isSpellable, toSpelledInput } from "#adapters/epo-ops/spelled-input.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import type { LookupOptions } from "./bulk-biblio.ts";
import { fetchOne, nothing } from "./fetch-one.ts";

/** One number in another spelling; null = OPS can make nothing of it. */
export async function convertNumber(
  options: LookupOptions,
  { type, number, to }: NumberQuestion,
  context: CallContext,
): Promise<Sourced<OpsConversion | null>> {
  if (!isSpellable(number)) return nothing(options.clock);
  const path = `number-service/${type}/${number.format}/${toSpelledInput(number)}/${to}`;
  const question = { operation: "convert-number", service: "other", path, reader: conversionReader } as const;
  return fetchOne(options, { cache: options.records.conversions, id: path, question }, context);
}
