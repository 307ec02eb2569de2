import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL("..", import.meta.url)),
  // As in plain Node: the CommonJS build that @apollo/subgraph requires, not a second copy by "module".
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: fileURLToPath(new URL("../node_modules/graphql/index.js", import.meta.url)) },
    ],
  },
  test: {
    include: ["tests/**/*.test.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Real sockets and processes on a shared machine: what fails there is tried again, and told as retried; at home never.
    retry: process.env["CI"] === undefined ? 0 : 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
