import DataLoader from "dataloader";
import type { PatentRecord } from "#adapters/cnipa-bulk/patent-record.ts";
import type { PublicationReference } from "#adapters/cnipa-bulk/store/patent-store.ts";
import type { OpsDocument } from "#adapters/epo-ops/ops-document.ts";
import type { Sourced } from "#adapters/runtime/source.ts";
import type { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type ApplicationNumber, type DocdbApplication, toDocdbApplication } from "#schema/ids/application-number.ts";
import { type LoaderContext, type NationalClients, skipped } from "#subgraphs/national/national-clients.ts";
import { opsToView } from "./ops-to-view.ts";
import type { PatentView } from "./patent-view.ts";
import { recordToView, type ViewScope } from "./record-to-view.ts";

type OpsFound = Sourced<readonly OpsDocument[]> | null;

export interface PatentLoaders {
  /** Chinese applications: imported data first, OPS for what is missing. */
  readonly patents: DataLoader<ApplicationNumber, PatentView | null>;
  /** Every application that a document number names. */
  readonly publications: DataLoader<PublicationReference, readonly PatentView[], string>;
  /** National phases of an international application. */
  readonly pct: DataLoader<string, readonly PatentView[]>;
  /** Applications of any office as OPS has them. */
  readonly opsPatents: DataLoader<DocdbApplication, PatentView | null, string>;
  /** The documents behind `opsPatents`, for English texts of Chinese patents. */
  readonly opsDocuments: DataLoader<DocdbApplication, OpsFound, string>;
  /** The applications that OPS files a document number under: several for some numbers without a kind code. */
  readonly opsPublications: DataLoader<PublicationReference, readonly PatentView[], string>;
}

export function createPatentLoaders(clients: NationalClients, context: LoaderContext, scope: ViewScope): PatentLoaders {
  const { bulk, ops } = clients;
  const call = context.call;
  const view = (record: Sourced<PatentRecord>) => recordToView(record, scope);
  const several = (found: readonly (readonly Sourced<PatentRecord>[])[]) => found.map((records) => records.map(view));

  const opsDocuments = new DataLoader<DocdbApplication, OpsFound, string>(
    async (references) => {
      if (ops === null) return references.map(() => skipped(context, "epo-ops"));
      return [...(await ops.biblioByApplications(references, call))];
    },
    { cacheKeyFn: docdbText },
  );
  const opsPatents = new DataLoader<DocdbApplication, PatentView | null, string>(
    async (references) => (await opsDocuments.loadMany(references)).map((found) => orView(found, scope)),
    { cacheKeyFn: docdbText },
  );
  return {
    opsDocuments,
    opsPatents,
    patents: new DataLoader(async (numbers) => {
      const stored =
        (await bulk?.byApplicationNumbers(numbers, call)) ?? numbers.map(() => skipped(context, "cnipa-bulk"));
      return Promise.all(
        stored.map((record, index) => {
          const number = numbers[index];
          if (record !== null) return view(record);
          return number === undefined ? null : opsPatents.load(toDocdbApplication(number)).catch(asError);
        }),
      );
    }),
    publications: new DataLoader<PublicationReference, readonly PatentView[], string>(
      async (references) =>
        bulk === null
          ? references.map(() => skipped(context, "cnipa-bulk") ?? [])
          : several(await bulk.byPublications(references, call)),
      { cacheKeyFn: publicationKey },
    ),
    pct: new DataLoader(async (numbers) =>
      bulk === null
        ? numbers.map(() => skipped(context, "cnipa-bulk") ?? [])
        : several(await bulk.byPctNumbers(numbers, call)),
    ),
    opsPublications: new DataLoader<PublicationReference, readonly PatentView[], string>(
      async (references) => {
        if (ops === null) return references.map(() => skipped(context, "epo-ops") ?? []);
        const asked = references.map(({ office, number, kindCode }) => ({ office, number, kind: kindCode }));
        const found = await ops.documentsByPublications(asked, call);
        return Promise.all(found.map((documents) => wholeCases(documents, opsPatents, scope)));
      },
      { cacheKeyFn: publicationKey },
    ),
  };
}

/** Documents found by their number name their applications, under which the other publications stand. */
async function wholeCases(
  found: Sourced<readonly OpsDocument[]> | UpstreamError,
  opsPatents: PatentLoaders["opsPatents"],
  scope: ViewScope,
): Promise<readonly PatentView[] | Error> {
  if (found instanceof Error) return found;
  const cases = Map.groupBy(found.value, ({ application: { docdb }, publication }) => docdbText(docdb ?? publication));
  const views = [...cases.values()].map((documents) => wholeCase({ ...found, value: documents }, opsPatents, scope));
  return (await Promise.all(views)).filter((view) => view !== null);
}

async function wholeCase(
  found: Sourced<readonly OpsDocument[]>,
  opsPatents: PatentLoaders["opsPatents"],
  scope: ViewScope,
): Promise<PatentView | null> {
  const alone = opsToView(found, scope);
  const application = found.value[0]?.application.docdb ?? null;
  if (application === null) return alone;
  return (await opsPatents.load(application).catch(() => null)) ?? alone;
}

function orView(found: OpsFound | Error, scope: ViewScope): PatentView | Error | null {
  return found === null || found instanceof Error ? found : opsToView(found, scope);
}

function docdbText({ office, number, kind }: DocdbApplication): string {
  return `${office}.${number}.${kind}`;
}

function publicationKey({ office, number, kindCode }: PublicationReference): string {
  return `${office}.${number}.${kindCode ?? ""}`;
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error("a loader threw no error");
}
