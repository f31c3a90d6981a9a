// The marks that the report draws; esbuild leaves the rest of the library away.
export {barX, cell, plot, text} from "@observablehq/plot";
