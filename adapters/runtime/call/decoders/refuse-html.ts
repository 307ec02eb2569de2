import { load } from "cheerio";
import { LoginRequiredError, MalformedError } from "#adapters/runtime/upstream-error.ts";
import { isLoginPage } from "./login-page.ts";

/** Portals answer 200 with a page where data was due. Throws LoginRequiredError for a log-in page, else MalformedError. */
export function refuseHtml(text: string, due: string): void {
  if (!/^\s*<(?:!doctype\s+html|html|head|body|script|meta|!--)/i.test(text)) return;
  if (isLoginPage(load(text.slice(0, 200_000)))) throw new LoginRequiredError("a log-in page");
  throw new MalformedError(`HTML where ${due} was due`);
}
