/** Says what is wrong in one line, without a stack trace, and ends with code 1. */
export function exitWithError(error: unknown): never {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(1);
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, port, path } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === "EADDRINUSE")
    return `端口 ${port} 已被占用，请用 PORT 另选 / Port ${port} is taken; choose another with PORT`;
  if (code === "EACCES" && port !== undefined) return `无权监听端口 ${port} / No permission to listen on port ${port}`;
  if (code === "ENOENT") return `找不到文件 ${path} / File not found: ${path}`;
  if (code === "EISDIR") return "这是文件夹，此处要一个文件 / That is a folder; a file is wanted here";
  return error.message.replaceAll(/\s*[\r\n]+\s*/g, " ");
}
