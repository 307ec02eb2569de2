import type { ResolverMap } from "#subgraphs/runtime/define-node.ts";
import { type PageArguments, readPage, toConnection } from "#subgraphs/runtime/paging.ts";
import { type DeclaredContext, type DeclaredKind, type DeclaredLoad, WINDOWS_OF_SERVICE } from "./declared-kind.ts";
import { atWindow, readFiltered } from "./find-records.ts";
import type { TwoPages } from "./record-details.ts";

/** The services of a window, where the manifest tells the windows of its services; elsewhere nothing is known of them. */
export function windowServices(kinds: readonly DeclaredKind[]): ResolverMap<DeclaredLoad> {
  const windows = kinds.find(({ kind }) => kind === "SERVICE_WINDOW");
  const services = kinds.find(({ kind }) => kind === "SERVICE");
  if (windows === undefined) return {};
  const isTold = services?.format.fields[WINDOWS_OF_SERVICE] !== undefined;
  return {
    [windows.typeName]: {
      services: async ({ pages }: { readonly pages: TwoPages }, args: PageArguments, context: DeclaredContext) => {
        const number = await numberOf(pages, windows, context);
        if (services === undefined || !isTold || typeof number !== "string") return null;
        const page = readPage(args);
        const { items, total, relation } = await readFiltered(services, atWindow(number), context);
        const shown = items.slice(page.offset, page.offset + page.first).map(services.view);
        context.given(services.typeName, "looked-up", shown);
        return toConnection(shown, page, { value: total, relation });
      },
    },
  };
}

async function numberOf(pages: TwoPages, { format }: DeclaredKind, context: DeclaredContext) {
  const isAdded = format.detail?.adds.includes("number") === true;
  const record = isAdded ? await pages.whole(context) : pages.listed.value;
  return record?.fields["number"];
}
