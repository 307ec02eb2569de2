import DataLoader from "dataloader";
import type { ParagraphPage, PatentText } from "#adapters/cnipa-bulk/patent-record.ts";
import type { ParagraphRequest } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { ApplicationNumber } from "#schema/ids/application-number.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";
import { TextAllowance } from "./text-allowance.ts";

export interface TextLoaders {
  /** Claims, of the newest text. */
  readonly texts: DataLoader<ApplicationNumber, PatentText | null>;
  /** Parts of descriptions. */
  readonly paragraphs: DataLoader<ParagraphRequest, ParagraphPage | null, string>;
  readonly textAllowance: TextAllowance;
  /** The other halves of inventions and utility models of one day. */
  readonly sameDayTwins: DataLoader<ApplicationNumber, readonly ApplicationNumber[]>;
  readonly imageBaseUrl: string | null;
}

export function createTextLoaders({ bulk }: NationalClients, context: LoaderContext): TextLoaders {
  const { call } = context;
  return {
    texts: new DataLoader(
      async (numbers) => (await bulk?.texts(numbers, call)) ?? numbers.map(() => skipped(context, "cnipa-bulk")),
    ),
    paragraphs: new DataLoader<ParagraphRequest, ParagraphPage | null, string>(
      async (requests) =>
        (await bulk?.paragraphs(requests, call)) ?? requests.map(() => skipped(context, "cnipa-bulk")),
      { cacheKeyFn: ({ number, offset, limit }) => `${number} ${offset} ${limit}` },
    ),
    textAllowance: new TextAllowance(),
    sameDayTwins: new DataLoader(
      async (numbers) =>
        (await bulk?.sameDayTwins(numbers, call)) ?? numbers.map(() => skipped(context, "cnipa-bulk") ?? []),
    ),
    imageBaseUrl: bulk?.imageBaseUrl ?? null,
  };
}
