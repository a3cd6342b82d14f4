import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import type { UserConfig } from "vitest/config";

const here = import.meta.dirname;

/** What every page shares: ES2022, nothing inlined as a data URI, so that a strict content policy holds. */
const common = {
  target: "es2022",
  outDir: resolve(here, "dist"),
  emptyOutDir: false,
  assetsInlineLimit: 0,
  modulePreload: { polyfill: false },
  reportCompressedSize: false,
} as const;

/** One build a mode, so that each page is one bundle. `scripts/build.mjs` runs all of them. */
const builds: Record<string, UserConfig> = {
  widget: {
    build: {
      ...common,
      lib: { entry: resolve(here, "widget/main.tsx"), formats: ["iife"], name: "aftercareWidget", fileName: () => "widget.js" },
    },
    define: { "process.env.NODE_ENV": '"production"' },
  },
  shop: {
    root: resolve(here, "shop"),
    build: { ...common, rollupOptions: { input: resolve(here, "shop/index.html") } },
  },
  desk: {
    root: resolve(here, "desk"),
    build: { ...common, rollupOptions: { input: resolve(here, "desk/desk.html") } },
  },
};

export default defineConfig(({ mode }) => ({
  logLevel: "warn",
  publicDir: false,
  ...builds[mode],
  test: { include: ["shared/**/*.test.ts", "widget/**/*.test.ts", "desk/**/*.test.ts", "shop/**/*.test.ts"] },
}));
