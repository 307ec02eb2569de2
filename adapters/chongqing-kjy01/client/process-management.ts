import { decodeAccount, decodeCases } from "#adapters/chongqing-kjy01/decode/decode-process.ts";
import type { Kjy01Account, Kjy01Case, Kjy01Page } from "#adapters/chongqing-kjy01/records.ts";
import type { Decoder } from "#adapters/runtime/call/decode.ts";
import type { LoadedRecords } from "#adapters/runtime/load-records.ts";
import type { CallContext, Sourced, SourceRuntime } from "#adapters/runtime/source.ts";
import { UpstreamError } from "#adapters/runtime/upstream-error.ts";
import { askWindow, type ListWindow, MAX_PAGE_SIZE } from "./ask-window.ts";
import type { ListQuery } from "./public-list.ts";
import { Sessions } from "./sessions.ts";

/**
 * 专利流程管理: what a user sees of the own dockets, with the platform's own token of that user. Nothing of it is kept:
 * no answer is cached, no record remembered, and calls are shared in flight only inside the user's partition.
 */
export class ProcessManagement {
  readonly #runtime: SourceRuntime;
  readonly #baseUrl: string;
  readonly #sessions: Sessions;

  constructor(runtime: SourceRuntime, baseUrl: string) {
    this.#runtime = runtime;
    this.#baseUrl = baseUrl;
    this.#sessions = new Sessions(runtime, baseUrl);
  }

  account(context: CallContext): Promise<Sourced<Kjy01Account>> {
    return this.#ask("account", "/tsAdmin/process/account", {}, decodeAccount, context);
  }

  cases(window: ListWindow, context: CallContext): Promise<Sourced<Kjy01Page<Kjy01Case>>> {
    return askWindow(
      (page, size) => this.#askCases({ pageNum: String(page), pageSize: String(size) }, context),
      window,
    );
  }

  /** The platform answers with this user's dockets alone, so the ids of others simply are not there. */
  async casesByIds(ids: readonly string[], context: CallContext): Promise<LoadedRecords<Kjy01Case>> {
    const wanted = [...new Set(ids.filter((id) => /^\d{1,20}$/.test(id)))];
    const batches = Array.from({ length: Math.ceil(wanted.length / MAX_PAGE_SIZE) }, (_, index) =>
      wanted.slice(index * MAX_PAGE_SIZE, (index + 1) * MAX_PAGE_SIZE),
    );
    const answers = await Promise.all(batches.map((batch) => this.#askBatch(batch, context)));
    const found = new Map(answers.flat());
    const nothing = { value: null, fetchedAt: this.#runtime.clock.now(), freshness: "FRESH" } as const;
    return ids.map((id) => found.get(id) ?? nothing);
  }

  async #askBatch(
    ids: readonly string[],
    context: CallContext,
  ): Promise<readonly (readonly [string, Sourced<Kjy01Case> | UpstreamError])[]> {
    try {
      const query = { ids: ids.join(","), pageNum: "1", pageSize: String(MAX_PAGE_SIZE) };
      const answer = await this.#askCases(query, context);
      return answer.value.items.map((item) => [item.id, { ...answer, value: item }] as const);
    } catch (error) {
      if (!(error instanceof UpstreamError)) throw error;
      return ids.map((id) => [id, error] as const);
    }
  }

  #askCases(query: ListQuery, context: CallContext): Promise<Sourced<Kjy01Page<Kjy01Case>>> {
    return this.#ask("list-cases", "/tsAdmin/process/case/list", query, decodeCases, context);
  }

  #ask<T>(
    ...[operation, path, query, decode, context]: [string, string, ListQuery, Decoder<T>, CallContext]
  ): Promise<Sourced<T>> {
    return this.#sessions.within(context, (cookie) =>
      this.#runtime.call(
        { operation, url: `${this.#baseUrl}${path}`, query, headers: { cookie }, decode, partition: context.partition },
        context,
      ),
    );
  }
}
