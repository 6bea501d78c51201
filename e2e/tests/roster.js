// A month of duty in a browser: from a proposed plan to a roster that somebody's illness changes.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { speaks } from '../lib/case.js';
import { newPage, output, pagesOf, phone, picture, picturesOf, signIn } from '../lib/station.js';

const press = (page, form) => Promise.all([page.waitForNavigation(), page.click(`form[action$="${form}"] button`)]);

// Waits until a search has ended and the page has shown itself anew.
async function searched(page) {
  await page.waitForFunction(() => !document.querySelector('[data-poll]'), undefined, { timeout: 90_000 });
  await page.waitForLoadState('load');
  await page.waitForSelector('#search-state:not([data-poll])');
}

const WORDS = {
  'zh-CN': { done: /班表已存入草稿/, broken: /新出现|已填入/, published: /已公布/, proposed: /调整方案已经提出/, accepted: /已公布/ },
  en: { done: /in the draft/, broken: /Entered/, published: /Published/, proposed: /proposed/, accepted: /Published/ },
};

// Next month but one and the one after it: the county has no roster there yet.
const month = (ahead) => {
  const today = new Date(Date.now() + 8 * 3600_000);
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7);
};

export function roster(station) {
  describe('a roster', () => {
    for (const [language, ahead] of [['zh-CN', 2], ['en', 3]]) {
      test(`is made, broken by hand, published and changed (${language})`, { timeout: 240_000 }, async () => {
        const words = WORDS[language];
        const page = await newPage(station);
        await signIn(page, 's05.chief');
        await speaks(page, language);
        const here = `/duty?month=${month(ahead)}`;
        await page.goto(`/duty/plan?month=${month(ahead)}`);
        // Friday nights need one more.
        const rowsOfPeaks = await page.locator('select[name^=k][name$=-shift]').count();
        const peak = `k${rowsOfPeaks - 1}`;
        const fridays = await page.locator('select[name^=k] option[value="5"]:checked').count();
        await page.selectOption(`[name=${peak}-shift]`, 'night');
        await page.selectOption(`[name=${peak}-weekday]`, '5');
        await page.fill(`[name=${peak}-least]`, '3');
        await Promise.all([page.waitForNavigation(), page.click('main form[action$="/plan"] button.btn-primary')]);
        await page.goto(`/duty/plan?month=${month(ahead)}`);
        const kept = await page.locator('select[name^=k] option[value="5"]:checked').count();
        assert.equal(kept, fridays + 1, 'Friday is kept');
        await page.locator(`[name=${peak}-shift]`).scrollIntoViewIfNeeded();
        await picture(page, `roster-plan-${language}`);
        await page.goto(here);
        await press(page, '/search');
        await searched(page);
        assert.match(await page.innerText('#search-state'), words.done);
        await picture(page, `roster-draft-${language}`);

        // By keyboard: everybody who is there on the first day by day gets a free day.
        const rows = await page.$$eval('table.roster tbody tr', (all) =>
          all.map((row, place) => [row.querySelector('td')?.className ?? '', place]).filter(([name]) => /s1/.test(name)).map(([, place]) => place));
        assert.ok(rows.length > 0, 'somebody is there on the first day');
        for (const row of rows) {
          await page.click(`table.roster tbody tr:nth-child(${row + 1}) td:nth-of-type(1)`);
          const answered = page.waitForResponse((answer) => /\/duty\?/.test(answer.url()));
          await page.keyboard.press('x');
          await answered;
          await page.waitForSelector('table.roster td.on');
        }
        assert.match(await page.innerText('#notice'), words.broken);
        await picture(page, `roster-broken-${language}`);
        // What the hand changed stands beside the draft before its first step.
        await page.goto(here);
        await Promise.all([page.waitForNavigation(), page.click('a[href*="/duty/comparison"]')]);
        const before = await page.locator('#f-one option').nth(rows.length).getAttribute('value');
        await page.selectOption('#f-one', before);
        await page.selectOption('#f-other', 'draft');
        await Promise.all([page.waitForNavigation(), page.click('form[action="/duty/comparison"] button')]);
        assert.equal(await page.locator('table.stack').nth(1).locator('tbody tr').count(), rows.length);
        await picture(page, `roster-comparison-${language}`);
        await page.goto(here);
        await page.click('table.roster tbody tr:nth-child(1) td:nth-of-type(1)');
        const undone = page.waitForResponse((answer) => /\/duty\?/.test(answer.url()));
        await page.keyboard.press('u');
        await undone;
        for (let left = rows.length - 1; left > 0; left -= 1) {
          await page.goto(here);
          await press(page, '/undoing');
        }

        await page.goto(here);
        await page.fill('form[action$="/publication"] input[name=reason]', '年度安排');
        await press(page, '/publication');
        assert.match(await page.innerText('main'), words.published);

        // It hangs on the wall: one page, whatever the paper.
        for (const format of ['A4', 'A3']) {
          const name = `roster-print-${format}-${language}`;
          const file = join(output, `${name}.pdf`);
          await page.pdf({ path: file, format, landscape: true, preferCSSPageSize: true });
          assert.equal(pagesOf(file), 1, format);
          picturesOf(file, 'pdf', name);
        }

        // Somebody is away for a week; a few days change, and somebody accepts it.
        await page.goto('/availability');
        const person = await page.$eval('select[name=person]', (list) => list.options[5].value);
        await page.selectOption('select[name=person]', person);
        await page.selectOption('select[name=why]', 'ill');
        await page.fill('input[name=from]', `${month(ahead)}-10`);
        await page.fill('input[name=to]', `${month(ahead)}-16`);
        await press(page, '/availability');
        await page.goto(here);
        await page.fill('#f-from', `${month(ahead)}-10`);
        await page.fill('#f-why', '病假');
        await Promise.all([page.waitForNavigation(), page.click('form:has(#f-why) button')]);
        await searched(page);
        assert.match(await page.innerText('#search-state'), words.proposed);
        await page.goto(`/duty/proposal?month=${month(ahead)}`);
        await picture(page, `roster-proposal-${language}`);
        await press(page, '/proposal');
        assert.match(await page.innerText('main'), words.accepted);
        await speaks(page, 'zh-CN');
        assert.deepEqual(page.troubles, []);
        await page.context().close();
      });
    }

    test('is read and answered on a phone', { timeout: 60_000 }, async () => {
      const page = await newPage(station, { viewport: phone });
      await signIn(page, 's06.officer1');
      await page.goto('/duty/mine');
      await picture(page, 'phone-shifts');
      await press(page, '/acknowledgement');
      assert.match(await page.innerText('#notice'), /已签收/);
      await page.goto('/duty/mine');
      assert.ok((await page.locator('#patterns option').count()) > 0, 'patterns to choose from');
      await page.fill('#f-pattern', '白-鹅-休-休');
      await press(page, '/rotation');
      assert.match(await page.innerText('#p-pattern'), /鹅/);
      assert.equal(await page.inputValue('#f-pattern'), '白-鹅-休-休', 'nothing entered is lost');
      await picture(page, 'phone-rotation-mistyped');
      await page.fill('#f-pattern', '白-夜-休-休');
      await press(page, '/rotation');
      assert.match(await page.innerText('main'), /白班-夜班-休-休/);
      await picture(page, 'phone-rotation');
      await press(page, '/rotation/withdrawal');
      assert.equal(await page.locator('#f-pattern').count(), 1, 'it can be asked for again');
      await page.goto('/duty?view=days');
      await picture(page, 'phone-roster');
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(over <= 1, `${over} px too wide`);
      assert.deepEqual(page.troubles.filter((one) => !/422/.test(one)), []);
      await page.context().close();
    });
  });
}
