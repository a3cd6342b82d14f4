// Plays buyer and agent in a real browser against a running server: node walk.mjs URL DESK_KEY [FOLDER for screenshots].
// Needs Debian's chromium. Leaves a settled conversation behind, so give the server a data folder to throw away.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const [base, key, folder] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
const faults = [];

async function open(path, options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, locale: 'zh-CN', ...options });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(`${path}: ${error.message}`));
  await page.goto(base + path);
  return { page, part: (name) => page.locator(`[data-test="${name}"]`) };
}

async function picture(page, name) {
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

const said = (who, from, text) => who.part('message').and(who.page.locator(`[data-from="${from}"]`)).filter({ hasText: text });
const say = async (who, text) => {
  await who.part('composer').fill(text);
  await who.page.keyboard.press('Enter');
};

try {
  const buyer = await open('/');
  await buyer.part('launcher').click();
  await say(buyer, '我的快递五天没动了');
  await said(buyer, 'bot', '订单号').first().waitFor();
  await picture(buyer.page, 'shop');

  await say(buyer, '七天无理由退货的运费谁出');
  await said(buyer, 'bot', '运费').last().waitFor();
  await buyer.part('field').waitFor();
  assert.equal(await buyer.part('field').getAttribute('data-field'), 'order_no', 'the form goes on at the same field');
  await say(buyer, '6932048817725541');
  await buyer.page.locator('[data-test="field"][data-field="tracking_no"]').waitFor();
  await buyer.part('to-person').click();
  await buyer.page.locator('[data-test="owner"][data-owner="queue"]').waitFor();

  const agent = await open('/desk');
  await agent.part('name').fill('小梅');
  await agent.part('key').fill(key);
  await agent.part('sign-in-send').click();
  await agent.part('waiting').first().click();
  await agent.part('handoff').filter({ hasText: '6932048817725541' }).waitFor();
  await agent.part('claim').first().click();
  await agent.part('reply').fill('您好，我看到您的情况了，马上帮您查。');
  await agent.part('reply-send').click();
  await said(buyer, 'agent', '马上帮您查').waitFor();
  await picture(agent.page, 'desk');

  const before = await buyer.part('message').count();
  await buyer.page.reload();
  await buyer.part('launcher').click();
  await said(buyer, 'agent', '马上帮您查').waitFor();
  await buyer.page.locator('[data-test="owner"][data-owner="agent"]').waitFor();
  assert.equal(await buyer.part('message').count(), before, 'a reload shows the same conversation, nothing twice');

  await agent.part('resolve').click();
  await agent.part('resolve-send').click();
  await buyer.part('rating').waitFor();

  const phone = await open('/', { viewport: { width: 390, height: 844 }, locale: 'en-US' });
  await phone.part('launcher').click();
  await say(phone, "My parcel hasn't moved for five days");
  await said(phone, 'bot', 'order number').first().waitFor();
  assert.ok(await phone.part('to-person').isVisible(), 'a person is one tap away');
  await picture(phone.page, 'phone');

  assert.deepEqual(faults, []);
  console.log('Buyer, agent and phone walked through.');
} finally {
  await browser.close();
}
