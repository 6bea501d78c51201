// The yearly report is made, downloaded and read by another program.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newPage, picturesOf, signIn, wordText } from '../lib/station.js';

// What the documentation promises of this station in this year.
const KNOWN = ['52', '44', '84.6%', '62', '61', '98.4%'];

export function report(station) {
  describe('the yearly report', () => {
    test('states the known figures, each opening into its facts, in Word and PDF', { timeout: 120_000 }, async () => {
      const page = await newPage(station);
      await signIn(page, 's07.chief');
      await page.goto('/reports');
      await page.selectOption('select[name=kind]', 'yearly');
      await page.fill('input[name=from]', '2025-10-21');
      await page.fill('input[name=to]', '2026-10-20');
      await Promise.all([page.waitForNavigation(), page.click('main form button')]);
      const shown = await page.innerText('article.report');
      for (const figure of KNOWN) assert.ok(shown.includes(figure), `the page states ${figure}`);
      // Every figure opens: those among the words, those in tables, those of the charts.
      const links = await page.$$eval('article.report a[href*="/facts?"]', (all) => all.map((a) => a.getAttribute('href')));
      assert.ok(links.length > 60, `${links.length} figures lead to facts`);
      for (const link of [links[0], links.find((link) => link.includes('category=')), links.at(-1)])
        assert.equal((await page.request.get(link)).status(), 200, link);
      const theft = page.locator('article.report tr:has-text("盗窃案") td a').first();
      const many = await theft.innerText();
      await page.goto(await theft.getAttribute('href'));
      assert.equal((await page.$$('main table.table tbody tr')).length, Number(many), 'as many facts as the cell says');
      await page.goBack();

      for (const format of ['docx', 'pdf', 'xlsx']) {
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.click(`button[name=format][value=${format}]`),
        ]);
        assert.match(download.suggestedFilename(), new RegExp(`\\.${format}$`));
        const path = await download.path();
        if (format === 'docx') {
          const text = wordText(path);
          for (const figure of KNOWN) assert.ok(text.includes(figure), `the Word file states ${figure}`);
        }
        picturesOf(path, format, `report-${format}`);
      }
      await page.goto('/reports');
      assert.match(await page.innerText('main'), /docx/);
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    });

    test('keeps its written part through a reload, and tells two writers of each other', async () => {
      const address = '/reports/S07/yearly/2025-10-21/2026-10-20';
      const one = await newPage(station);
      const two = await newPage(station);
      await signIn(one, 's07.chief');
      await signIn(two, 's07.instructor');
      const open = async (page) => {
        await page.goto(address);
        await page.locator('details:has(textarea) > summary').first().click();
        return page.locator('details textarea').first();
      };
      const first = await open(one);
      const second = await open(two);
      await first.fill('第一位写的内容<script>alert(1)</script>');
      await Promise.all([one.waitForNavigation(), first.locator('xpath=ancestor::form').locator('button').click()]);
      await second.fill('第二位写的内容');
      await Promise.all([two.waitForNavigation(), second.locator('xpath=ancestor::form').locator('button').click()]);
      assert.match(await two.inputValue('details[open] textarea'), /第二位写的内容/, 'what was typed is still there');
      await one.goto(address);
      assert.match(await one.innerText('article.report'), /第一位写的内容<script>/);
      assert.deepEqual(one.troubles, []);
      await one.context().close();
      await two.context().close();
    });
  });
}
