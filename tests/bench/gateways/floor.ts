import { readFileSync } from "node:fs";
import { createServer } from "node:http";

// The least that answering costs: reads the POST's body and answers with bytes it has, or with an empty 304.
// `floor.ts FILE|304 PORT`
const [file = "", port = ""] = process.argv.slice(2);
const bytes = file === "304" ? null : readFileSync(file);
const headers = { "content-type": "application/json", "content-length": String(bytes?.length ?? 0) };

createServer({ keepAliveTimeout: 600_000, requestTimeout: 0 }, (request, response) => {
  request.on("data", () => {});
  request.on("end", () => {
    if (bytes === null) response.writeHead(304).end();
    else response.writeHead(200, headers).end(bytes);
  });
}).listen(Number(port), "127.0.0.1");
