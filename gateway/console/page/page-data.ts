import type { Example } from "#gateway/console/read-examples.ts";

/** What the build tells the page, in a data block of its HTML. */
export interface PageData {
  readonly examples: readonly Example[];
  /** Addresses of built files. */
  readonly queryStyles: string;
  readonly workers: { readonly editor: string; readonly graphql: string; readonly json: string };
}

export function readPageData(): PageData {
  return JSON.parse(document.getElementById("console-data")?.textContent ?? "") as PageData;
}
