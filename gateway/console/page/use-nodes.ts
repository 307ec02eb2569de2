import { useCallback, useEffect, useState } from "react";
import { fetchNodes, type HubNode } from "./fetch-nodes.ts";
import type { Language } from "./texts.ts";

const REFRESH_MS = 15_000;

export type NodesState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "shown"; readonly nodes: readonly HubNode[] };

/** The nodes, asked anew while the page is looked at. */
export function useNodes(language: Language): { readonly state: NodesState; readonly refresh: () => void } {
  const [state, setState] = useState<NodesState>({ kind: "loading" });
  const [round, setRound] = useState(0);
  const refresh = useCallback(() => setRound((previous) => previous + 1), []);

  // `round` is no input of the question; a new one asks it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const controller = new AbortController();
    fetchNodes(language, controller.signal).then(
      (nodes) => setState({ kind: "shown", nodes }),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error);
        if (!controller.signal.aborted) setState({ kind: "failed", message });
      },
    );
    return () => controller.abort();
  }, [language, round]);

  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === "visible" && refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [refresh]);
  return { state, refresh };
}
