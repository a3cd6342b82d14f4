// Looks for what keeps people out: `node scripts/axe.mjs http://127.0.0.1:8080` runs axe-core over the pages of a running
// server, in both languages, light and dark, on a desk's and a phone's width. With the desk key as a second argument the
// desk itself is looked at too, with a waiting buyer opened. Exits 1 on any serious or critical finding.
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const axe = createRequire(import.meta.url)("axe-core");
const [base, deskKey] = process.argv.slice(2);
if (!base) {
  console.error("Give the address of a running server, such as http://127.0.0.1:8080");
  process.exit(2);
}

/** Each view: where it is, and how to get to what should be looked at. */
const views = [
  { name: "shop", path: "/" },
  {
    name: "shop with the chat open",
    path: "/",
    reach: async (page) => {
      await page.locator('[data-test="launcher"]').click();
      await page.locator('[data-test="message"]').first().waitFor();
    },
  },
  { name: "desk, sign in", path: "/desk", reach: (page) => page.locator('[data-test="sign-in"]').waitFor() },
];
if (deskKey) {
  views.push({
    name: "desk, a conversation open",
    path: "/",
    reach: async (page) => {
      await page.locator('[data-test="launcher"]').click();
      await page.locator('[data-test="to-person"]').click();
      await page.locator('[data-test="owner"][data-owner="queue"]').waitFor();
      await page.goto(new URL("/desk", base).href);
      await page.locator('[data-test="name"]').fill("axe");
      await page.locator('[data-test="key"]').fill(deskKey);
      await page.locator('[data-test="sign-in-send"]').click();
      await page.locator('[data-test="waiting"]').first().click();
      // Where there is no room beside the talk, the file is a drawer.
      const drawer = page.locator('[data-test="file-toggle"]');
      if (await drawer.isVisible()) await drawer.click();
      await page.locator('[data-test="handoff"]').waitFor();
    },
  });
}
const sizes = [
  { width: 1280, height: 860 },
  { width: 375, height: 720 },
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let found = 0;
for (const locale of ["zh-CN", "en-GB"]) {
  for (const colorScheme of ["light", "dark"]) {
    for (const viewport of sizes) {
      for (const view of views) {
        const context = await browser.newContext({ locale, colorScheme, viewport, reducedMotion: "reduce" });
        const page = await context.newPage();
        await page.goto(new URL(view.path, base).href);
        await view.reach?.(page);
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        for (const { id, impact, help, nodes } of violations) {
          const serious = impact === "serious" || impact === "critical";
          if (serious) found += 1;
          console.log(`${serious ? "SERIOUS" : impact} ${id}: ${help} (${view.name}, ${locale}, ${colorScheme}, ${viewport.width} px)`);
          for (const node of nodes.slice(0, 4)) console.log(`    ${node.target.flat().join(" ")}: ${node.any[0]?.message ?? node.failureSummary}`);
        }
        await context.close();
      }
    }
  }
}
await browser.close();
console.log(found === 0 ? "Nothing serious found." : `${found} serious findings.`);
process.exit(found === 0 ? 0 : 1);
