import type { PagingFormat } from "#adapters/manifest/format/kind-format.ts";
import type { CallContext, Sourced } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { type ListPage, type ListWindow, NO_PAGE, type WindowAnswer } from "./list-page.ts";
import { filling, type QuestionWords } from "./places.ts";
import { type PageShape, readNumbered } from "./read-numbered.ts";
import type { AskFormat } from "./source-asker.ts";
import { fill, template } from "./template.ts";

type Postback = Extract<PagingFormat, { readonly type: "postback" }>;
type Read = (words: QuestionWords, window: ListWindow, context: CallContext) => Promise<WindowAnswer>;

/**
 * Pages of ASP.NET and its like: the first one by the list's own request, the others by sending its hidden fields back with
 * the number of the page, as `javascript:gotoPage(n)` does. Fields that the site no longer takes are fetched anew, once.
 */
export function readPostback(ask: AskFormat<ListPage>, paging: Postback, shape: PageShape): Read {
  const extra = Object.entries(paging.fields).map(([name, text]) => [name, template(text)] as const);
  let generation = 0;
  return async (words, window, context) => {
    const size = String(paging.size);
    const vary = () => ({ vary: `form ${generation}` });
    const first = () => ask({ words: { ...words, size, page: "1", offset: "0" } }, context, vary());
    const turn = async (index: number): Promise<Sourced<ListPage>> => {
      const begun = await first();
      const form = begun.value?.form;
      if (index === 0 || form == null) return found(index === 0 ? begun : { ...begun, value: null });
      const own = { ...words, size, page: String(index + 1), offset: String(index * paging.size) };
      const at = filling({ words: own }, null);
      const added = {
        ...Object.fromEntries(extra.map(([name, parts]) => [name, fill(parts, at)])),
        [paging.pageField]: own.page,
      };
      return found(await ask({ words: own }, context, { ...vary(), postback: { ...form, added } }));
    };
    try {
      return await readNumbered(turn, window, shape);
    } catch (error) {
      if (!isRefused(error)) throw error;
      generation += 1;
      return readNumbered(turn, window, shape);
    }
  };
}

function found(answer: Sourced<ListPage | null>): Sourced<ListPage> {
  return { ...answer, value: answer.value ?? NO_PAGE };
}

/** "Validation of viewstate MAC failed" comes as 500, or as a page that is not the list. */
function isRefused(error: unknown): boolean {
  return error instanceof UpstreamError && ["rejected", "malformed"].includes(error.failure.kind);
}
