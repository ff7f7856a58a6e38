// Types of what Vite adds: imports of style sheets.
/// <reference types="vite/client" />
