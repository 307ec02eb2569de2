import { workerData } from "node:worker_threads";
import { methodsOf, serveThread } from "#adapters/runtime/serve-thread.ts";
import { FigureFile } from "./figure-file.ts";

/** Entry of the thread that keeps the figures by day; one question after another. */
const { dataDir } = workerData as { readonly dataDir: string };
const file = new FigureFile(dataDir);
serveThread({ ask: methodsOf(file), close: () => file.close() });
