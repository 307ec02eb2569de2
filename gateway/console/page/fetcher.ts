import type { Fetcher } from "@graphiql/toolkit";
import type { Language } from "./texts.ts";

/** One POST per operation; the hub has no subscriptions and no incremental delivery. */
export function createFetcher(language: Language): Fetcher {
  return async (operation, options) => {
    const response = await fetch("/graphql", {
      method: "POST",
      headers: { "content-type": "application/json", "accept-language": language, ...options?.headers },
      body: JSON.stringify(operation),
    });
    return (await response.json()) as Awaited<ReturnType<Fetcher>>;
  };
}
