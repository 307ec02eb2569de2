import { createRoot } from "react-dom/client";
import { Console } from "./console.tsx";

const root = document.getElementById("console");
if (root !== null) createRoot(root).render(<Console />);
