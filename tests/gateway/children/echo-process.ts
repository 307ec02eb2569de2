import { serveParent, tellParent } from "#gateway/children/serve-parent.ts";

/** A child process that gives back what it is told, and how much it was told before; "fail" ends it. */
let asked = 0;

serveParent<{ readonly text: string }>(7, ({ text }) => {
  if (text === "fail") throw new Error(text);
  asked += 1;
  tellParent({ text, asked, variables: Object.keys(process.env) });
});
