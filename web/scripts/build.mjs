// Builds every page into dist/, with a .gz beside each file so that the server need not compress.
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { constants, gzipSync } from "node:zlib";
import { build } from "vite";

const web = resolve(import.meta.dirname, "..");
const dist = join(web, "dist");

await rm(dist, { recursive: true, force: true });
for (const mode of ["widget", "shop", "desk"]) {
  await build({ configFile: join(web, "vite.config.ts"), mode });
}
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const file = join(entry.parentPath, entry.name);
  const packed = gzipSync(await readFile(file), { level: constants.Z_BEST_COMPRESSION });
  await writeFile(`${file}.gz`, packed);
  console.log(`${file.slice(dist.length + 1).padEnd(32)} ${String(packed.length).padStart(7)} bytes gzipped`);
}
