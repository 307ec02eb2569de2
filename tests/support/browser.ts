import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";

const EXECUTABLE = process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Debian's Chromium; null where there is none. */
export async function openBrowser(): Promise<Browser | null> {
  if (!existsSync(EXECUTABLE)) return null;
  return chromium.launch({ executablePath: EXECUTABLE, headless: true, args: ARGUMENTS });
}

/** What a page did that it should not: errors, refusals by its own policy, requests to elsewhere. */
export function watchPage(page: Page, origin: string): { readonly problems: readonly string[] } {
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !url.startsWith("data:")) problems.push(`request: ${url}`);
  });
  return { problems };
}
