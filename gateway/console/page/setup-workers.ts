import { readPageData } from "./page-data.ts";

const { workers } = readPageData();

// Monaco asks for its workers by label; they are files of this hub, so that no blob: is needed in the CSP.
Object.assign(globalThis, {
  MonacoEnvironment: {
    getWorker: (_: string, label: string) => new Worker(isOwn(label) ? workers[label] : workers.editor),
  },
});

function isOwn(label: string): label is keyof typeof workers {
  return Object.hasOwn(workers, label);
}
