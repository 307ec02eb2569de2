import { systemClock } from "#adapters/runtime/system-clock.ts";
import { createSignatureVerifier, signRequest } from "#subgraphs/runtime/message-signature.ts";

// What a signature adds to one question to a node elsewhere, in CPU of the hub and of the node. Sends both when it is done.
const QUESTIONS = 3_000;
const KEY = { id: "bench", secret: "sixteen characters and more" };
const QUESTION = {
  method: "POST",
  url: "http://127.0.0.1:4001/graphql",
  headers: {
    "content-type": "application/json",
    accept: "application/json",
    "accept-language": "zh",
    "hub-deadline-ms": "15000",
    "x-request-id": "6b1f1b0e-5d63-4a3e-8f4e-2f6f6f2d7f10",
  },
  body: JSON.stringify({ query: "x".repeat(400), variables: { representations: "x".repeat(600) } }),
} as const;

await measure();
process.send?.({ ready: await measure() });

async function measure(): Promise<Readonly<Record<string, string>>> {
  const verify = createSignatureVerifier([KEY], systemClock);
  const signed: Record<string, string>[] = [];
  const signUs = await cpuOf(async () => {
    signed.push(await signRequest(QUESTION, KEY, systemClock));
  });
  const verifyUs = await cpuOf(async (index) => {
    if (!(await verify({ ...QUESTION, headers: signed[index] ?? {} }))) throw new Error("a signature was refused");
  });
  return { signUs: String(signUs), verifyUs: String(verifyUs) };
}

async function cpuOf(run: (index: number) => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  for (let index = 0; index < QUESTIONS; index++) await run(index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / QUESTIONS;
}
