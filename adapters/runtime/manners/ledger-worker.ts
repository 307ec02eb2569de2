import { parentPort, workerData } from "node:worker_threads";
import type { HostState, SlotAnswer } from "./host-ledger.ts";
import { LedgerDesk } from "./ledger-desk.ts";
import { openLedgerFile } from "./ledger-file.ts";
import type { LedgerQuestion, LedgerReply, NumberedQuestion } from "./ledger-protocol.ts";

/** Entry of the worker thread that keeps this process's part of the shared ledger, one question after another. */
const { dataDir, now } = workerData as { readonly dataDir: string; readonly now: number };
const file = openLedgerFile(dataDir, now);
const desk = new LedgerDesk(file);

parentPort?.on("message", (message: NumberedQuestion | "close") => {
  if (message !== "close") return parentPort?.postMessage(reply(message));
  file.close();
  parentPort?.close();
});
parentPort?.postMessage({ kind: "open" } satisfies LedgerReply);

function reply({ id, question }: NumberedQuestion): LedgerReply {
  try {
    return { kind: "answer", id, value: answer(question) };
  } catch (error) {
    return { kind: "error", id, message: error instanceof Error ? error.message : "unknown error" };
  }
}

function answer(question: LedgerQuestion): HostState | SlotAnswer {
  switch (question.method) {
    case "attach":
      return desk.attach(question.entry);
    case "acquire":
      return desk.acquire(question.request);
    case "release":
      return desk.release(question.done);
    case "pause":
      return desk.pause(question.entry, question.until);
  }
}
