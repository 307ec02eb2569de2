import type { Metrics } from "#gateway/report/metrics.ts";
import { jsonReply } from "./reply.ts";
import type { Route } from "./route.ts";

/** `/health/live`, `/health/ready` (also without `/health`) and `/metrics`. A hub whose nodes are all down is still live and ready. */
export function statusRoutes(metrics: Metrics, isReady: () => boolean): readonly Route[] {
  return [
    {
      name: "live",
      isVital: true,
      matches: (path) => path === "/health/live" || path === "/live",
      answer: () => jsonReply(200, { status: "live" }),
    },
    {
      name: "ready",
      isVital: true,
      matches: (path) => path === "/health/ready" || path === "/ready",
      answer: () => (isReady() ? jsonReply(200, { status: "ready" }) : jsonReply(503, { status: "not-ready" })),
    },
    {
      name: "metrics",
      isVital: true,
      matches: (path) => path === "/metrics",
      answer: async () => ({
        status: 200,
        headers: { "content-type": metrics.registry.contentType, "cache-control": "no-store" },
        body: await metrics.registry.metrics(),
      }),
    },
  ];
}
