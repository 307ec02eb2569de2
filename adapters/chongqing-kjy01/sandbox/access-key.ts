/** The key that the resource API of the stand-in asks for in its header `ak`. It opens nothing else. */
export const SANDBOX_ACCESS_KEY = "sandbox-ak";
