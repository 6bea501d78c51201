import { chromium } from 'playwright-core';
const [,, user, size, scheme, ...paths] = process.argv;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox','--disable-gpu'] });
const viewport = size === 'phone' ? { width: 390, height: 844 } : { width: 1280, height: 860 };
const ctx = await browser.newContext({ baseURL: 'http://127.0.0.1:8090', viewport, locale: 'zh-CN', colorScheme: scheme });
const page = await ctx.newPage();
page.on('console', m => { if (m.type()==='error') console.log('console', m.text()); });
page.on('pageerror', e => console.log('pageerror', e.message));
await page.goto('/sign-in');
await page.fill('input[name=name]', user); await page.fill('input[name=password]', 'jishi-demo-2026');
await Promise.all([page.waitForNavigation(), page.press('input[name=password]', 'Enter')]);
let n = 0;
for (const p of paths) {
  const r = await page.goto(p); const h = r.headers();
  console.log(p, r.status(), h['server-timing'], (await r.body()).length);
  await page.waitForTimeout(300);
  await page.screenshot({ path: `/tmp/shot-${size}-${n++}.png`, fullPage: true });
}
await browser.close();
