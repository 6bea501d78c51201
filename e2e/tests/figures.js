// A figure opens into its facts, page by page, and they come as a workbook.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newPage, readWorkbook, signIn } from '../lib/station.js';

const YEAR = 'unit=S07&from=2025-10-21&to=2026-10-20';

export function figures(station) {
  describe('figures', () => {
    test('52 criminal cases filed are 52 facts, on two pages and in the workbook', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      await page.goto(`/measures?${YEAR}`);
      await page.click('a[href*="/measures/cases.criminal.filed?"]');
      assert.match(await page.innerText('main'), /52\s*起/);
      await page.click('main .page-head a.btn-primary');
      await page.waitForURL(/\/facts\?/);
      const rows = () => page.$$eval('main table.table tbody tr', (rows) => rows.map((row) => row.id));
      const first = await rows();
      assert.equal(first.length, 50);
      await page.click('.pager a[rel=next], .pager a:has-text("2")');
      await page.waitForFunction(() => document.querySelectorAll('main table.table tbody tr').length === 2);
      const all = new Set([...first, ...(await rows())]);
      assert.equal(all.size, 52);

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.click('a[href*="format=xlsx"]'),
      ]);
      const sheet = readWorkbook(await download.path());
      assert.equal(sheet.length, 54, 'a title, a head and 52 facts');
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    });

    test('the tiles of the first page lead to the figure and its facts agree', async () => {
      const page = await newPage(station);
      await signIn(page, 'leader');
      const tile = page.locator('main .figure, main a[href^="/measures/"]').first();
      const href = await tile.evaluate((node) => (node.matches('a') ? node : node.querySelector('a')).getAttribute('href'));
      assert.equal((await page.goto(href)).status(), 200);
      await page.context().close();
    });

    test('a share is cut by officer and category; each bar opens', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      await page.goto(`/measures/cases.criminal.solved_share?${YEAR}`);
      assert.match(await page.innerText('main'), /84\.6%/);
      for (const by of ['category', 'officer', 'outcome', 'hour', 'place']) {
        const answer = await page.goto(`/measures/cases.criminal.filed?${YEAR}&by=${by}`);
        assert.equal(answer.status(), 200, by);
        const links = await page.$$eval('#list a[href*="/facts"]', (links) => links.map((link) => link.getAttribute('href')));
        if (links.length === 0) continue;
        await page.goto(links[0]);
        assert.ok((await page.$$('main table.table tbody tr')).length > 0, `${by}: ${links[0]}`);
      }
      await page.context().close();
    });

    test('a period that cannot be read says so and keeps the page', async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      for (const period of ['from=2026-13-01&to=2026-10-20', 'from=2026-10-20&to=2026-10-01', "from='&to=<b>"]) {
        const answer = await page.goto(`/measures/cases.criminal.filed?unit=S07&${period}`);
        assert.ok([200, 400, 422].includes(answer.status()), `${period}: ${answer.status()}`);
        assert.doesNotMatch(await page.innerText('body'), /panic|SQL|sqlite/i);
      }
      assert.equal((await page.goto('/measures/no.such.measure')).status(), 404);
      await page.context().close();
    });
  });
}
