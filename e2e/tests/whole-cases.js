// Whole ways of cases: a criminal one on a phone and in English, an administrative one in English.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { act, enter, open, speaks, submit } from '../lib/case.js';
import { newPage, phone, picture, picturesOf, signIn, tick, wordText } from '../lib/station.js';

const WORDS = {
  'zh-CN': { suspect: '犯罪嫌疑人', held: /限制人身自由/, closed: /已结案/, arrival: '到案', detention: '刑事拘留', arrest: '执行逮捕' },
  en: { suspect: 'Suspect', held: /held/i, closed: /Closed/, arrival: 'Arriv', detention: 'Detain', arrest: 'Arrested' },
};
// A key that found no words, or Chinese where English was asked for.
const RAW_KEY = /\b(?:cases|fact|outcome|pages|law|people|jishi)-[a-z][a-z0-9-]*\b/;

// Names of laws and of people are cited as they are; labels and buttons are not Chinese.
async function isInEnglish(page) {
  assert.doesNotMatch(await page.innerText('body'), RAW_KEY);
  const labels = await page.$$eval('main h2, main summary .card-title, main button, main dt, main .stage > summary, ul.acts a', (all) =>
    all.map((one) => one.textContent.trim()),
  );
  assert.deepEqual(labels.filter((label) => /[\u4e00-\u9fff]/.test(label)), [], page.url());
}

async function people(station, language, options) {
  const pages = {};
  for (const account of ['s07.chief', 'leader', 'legal']) {
    pages[account] = await newPage(station, options);
    await signIn(pages[account], account);
    await speaks(pages[account], language);
  }
  return { chief: pages['s07.chief'], leader: pages.leader, legal: pages.legal };
}

async function away(all, station) {
  for (const page of Object.values(all)) {
    // The language stays with the account: the next test finds it as it was.
    await speaks(page, 'zh-CN');
    assert.deepEqual(page.troubles.filter((trouble) => !/409|422/.test(trouble)), [], station.log().slice(-2000));
    await page.context().close();
  }
}

// From the report to the prosecutor: summons, detention, arrest, transfer, close.
async function criminal(station, language, options, shot) {
  const all = await people(station, language, options);
  const { chief, leader, legal } = all;
  const words = WORDS[language];
  await chief.goto('/cases/new?kind=criminal&unit=S07');
  await chief.selectOption('select[name=category]', 'criminal.theft');
  await chief.fill('textarea[name=summary]', '店铺夜间被撬，现金被盗。');
  await chief.selectOption('select[name=lead]', { index: 1 });
  await submit(chief, '/cases');
  const address = chief.url();
  assert.match(address, /\/cases\/[0-9a-f-]{36}$/);
  await act(chief, 'receipt_given', { choice: 'receipt' });
  await enter(chief, 'victim', '店主周某');
  await enter(chief, 'suspect', '吴某');
  await act(chief, 'questioned', { party: '周某', with: ['case_area', 'recorded'], officers: 2 });
  if (shot) await picture(chief, `${shot}-case`);

  // Nobody is detained before the case is filed: the gate says so, with the list.
  await leader.goto(address);
  await open(chief, '/filing');
  await submit(chief, '/filing');
  await act(chief, 'summoned', { choice: 'written' });
  await act(chief, 'arrived', { choice: 'criminal_summons' });
  assert.match(await chief.innerText('body'), words.held);
  await act(chief, 'interrogated', { with: ['case_area', 'recorded'], officers: 2 });
  await act(chief, 'family_notified', { choice: 'told' });

  await leader.goto(address);
  await leader.goto(`${address}/acts/detained`);
  assert.ok(await leader.locator('input[name=officers]:checked').count(), 'those who handle the case are named already');
  if (shot) await picture(leader, `${shot}-detention`);
  await leader.goto(address);
  await act(leader, 'detained');
  await chief.goto(address);
  await act(chief, 'sent_to_custody');
  await act(chief, 'family_notified', { choice: 'told', of: words.detention });
  await act(chief, 'interrogated', { with: ['recorded'], officers: 2 });
  await chief.goto('/custody');
  if (shot) await picture(chief, `${shot}-custody`);

  await leader.goto(address);
  await act(leader, 'arrest_requested');
  await chief.goto(address);
  await act(chief, 'arrest_decided', { choice: 'approved' });
  await act(chief, 'arrested', { officers: 2 });
  await act(chief, 'family_notified', { choice: 'told', of: words.arrest });
  await act(chief, 'interrogated', { with: ['recorded'], officers: 2 });
  if (language === 'en') await isInEnglish(chief);

  await open(chief, '/solution');
  await submit(chief, '/solution');
  await legal.goto(address);
  await act(legal, 'legal_reviewed', { choice: 'review_passed' });
  await chief.goto(address);
  await open(chief, '/transfer');
  await tick(chief, 'form[action$="/transfer"] input[name=to][value=prosecution]');
  await submit(chief, '/transfer');
  // Closing before the suspect and the lawyer were told is refused, with what is missing.
  await open(chief, '/closing');
  await tick(chief, 'form[action$="/closing"] input[name=outcome][value=prosecuted]');
  await chief.fill('form[action$="/closing"] textarea[name=closing]', '已移送审查起诉。');
  await submit(chief, '/closing');
  assert.match(await chief.innerText('main'), /第一百六十二条/);
  if (shot) await picture(chief, `${shot}-gate`);
  await chief.goto(address);
  await act(chief, 'prosecution_told');
  await act(chief, 'victim_told');
  await act(chief, 'reporter_told', { choice: 'result' });

  // A paper: made with a number, opened as Word, naming those it concerns.
  await chief.goto(`${address}/papers`);
  await chief.click('#t-report_receipt > summary');
  if (shot) await picture(chief, `${shot}-papers`);
  await Promise.all([chief.waitForNavigation(), chief.locator('#t-report_receipt form').first().locator('button').click()]);
  const [file] = await Promise.all([chief.waitForEvent('download'), chief.click('section[id^="p-"] a[href*="/papers/"]')]);
  const text = wordText(await file.path());
  assert.match(text, /周某/);
  assert.ok(readFileSync(await file.path()).length > 1000);

  await chief.goto(address);
  await open(chief, '/closing');
  await tick(chief, 'form[action$="/closing"] input[name=outcome][value=prosecuted]');
  await chief.fill('form[action$="/closing"] textarea[name=closing]', '已移送审查起诉。');
  await submit(chief, '/closing');
  assert.match(await chief.innerText('main'), words.closed);
  if (shot) await picture(chief, `${shot}-closed`);
  if (language === 'en') await isInEnglish(chief);
  await away(all, station);
}

// From questioning to the fine that was paid.
async function administrative(station, language, options, shot) {
  const all = await people(station, language, options);
  const { chief } = all;
  await chief.goto('/cases/new?kind=public_order&unit=S07');
  await chief.selectOption('select[name=category]', 'public_order.damage');
  await chief.fill('textarea[name=summary]', '故意损毁他人车辆后视镜。');
  await chief.selectOption('select[name=lead]', { index: 1 });
  await submit(chief, '/cases');
  const address = chief.url();
  await act(chief, 'receipt_given', { choice: 'notice' });
  await enter(chief, 'victim', '车主郑某');
  await enter(chief, 'suspect', '冯某');
  await act(chief, 'questioned', { party: '郑某', with: ['case_area', 'recorded'], officers: 2 });
  await act(chief, 'summons_approved');
  await act(chief, 'summoned', { choice: 'written' });
  await act(chief, 'arrived', { choice: 'ordinary' });
  await act(chief, 'questioned', { party: '冯某', with: ['case_area', 'recorded'], officers: 2 });
  await act(chief, 'family_notified', { choice: 'told' });
  await act(chief, 'released', { choice: 'left' });
  await act(chief, 'penalty_told');
  await act(chief, 'statement_heard');
  await open(chief, '/decision');
  await tick(chief, 'form[action$="/decision"] input[name=decision][value=fine]');
  await chief.selectOption('form[action$="/decision"] select[name=party]', { index: 1 });
  await chief.fill('form[action$="/decision"] input[name=amount]', '500');
  await submit(chief, '/decision');
  if (shot) await picture(chief, `${shot}-decided`);
  if (language === 'en') await isInEnglish(chief);
  await act(chief, 'served', { choice: 'direct' });
  await act(chief, 'victim_copied');
  await act(chief, 'reporter_told', { choice: 'result' });
  await act(chief, 'fine_paid', { amount: 500 });
  await act(chief, 'record_sealed');

  // Once the record is sealed, who it is can be read only with a purpose.
  assert.doesNotMatch(await chief.innerText('#people'), /冯某/);
  await open(chief, '/sealed');
  await chief.selectOption('form[action$="/sealed"] select[name=ground]', 'case_work');
  await chief.fill('form[action$="/sealed"] input[name=asked_by]', '青山县人民检察院');
  await chief.fill('form[action$="/sealed"] input[name=purpose]', '复核处罚决定，治安管理处罚法第一百三十六条');
  await submit(chief, '/sealed');
  assert.match(await chief.innerText('main'), /冯某/);
  await chief.goto(address);
  await open(chief, '/closing');
  await tick(chief, 'form[action$="/closing"] input[name=outcome][value=executed]');
  await chief.fill('form[action$="/closing"] textarea[name=closing]', '罚款已缴纳，办结。');
  await submit(chief, '/closing');
  assert.match(await chief.innerText('main'), WORDS[language].closed);
  if (shot) await picture(chief, `${shot}-closed`);
  await away(all, station);
}

export function wholeCases(station) {
  describe('whole cases', () => {
    test('a criminal case goes its whole way on a phone', { timeout: 240_000 }, () =>
      criminal(station, 'zh-CN', { viewport: phone }, 'phone-criminal'));
    test('a criminal case goes its whole way in English, on a phone', { timeout: 240_000 }, () =>
      criminal(station, 'en', { viewport: phone }, 'english-criminal'));
    test('an administrative case goes its whole way in English', { timeout: 240_000 }, () =>
      administrative(station, 'en', { viewport: phone }, 'english-administrative'));

    test('a report is refused, reviewed and taken up', { timeout: 120_000 }, async () => {
      const chief = await newPage(station, { viewport: phone });
      await signIn(chief, 's07.chief');
      await speaks(chief, 'zh-CN');
      await chief.goto('/incidents/new?group=public_order');
      await tick(chief, 'input[name=category]');
      await tick(chief, 'input[name=source][value=walk_in]');
      await chief.fill('textarea[name=summary]', '邻居占用过道堆放杂物，要求处罚。');
      await submit(chief, '/incidents');
      const address = chief.url();
      assert.match(await chief.innerText('main'), /受案审查/);
      await open(chief, '/refusal');
      await tick(chief, 'input[name=why][value=not_violation]');
      await chief.fill('textarea[name=reasons]', '属于相邻关系纠纷，不构成违反治安管理行为。');
      await tick(chief, 'input[name=notice][value=written]');
      await picture(chief, 'phone-refusal');
      await submit(chief, '/refusal');
      assert.match(await chief.innerText('main'), /第九十条/);
      await picture(chief, 'phone-refused');
      const [download] = await Promise.all([
        chief.waitForEvent('download'),
        chief.click('a[href$="/notice"][download]'),
      ]);
      const notice = await download.path();
      assert.match(wordText(notice), /不构成违反治安管理行为.*第九十条.*行政复议/s);
      picturesOf(notice, 'docx', 'refusal-notice');
      const legal = await newPage(station);
      await signIn(legal, 'legal');
      await legal.goto(address);
      await open(legal, '/review');
      await submit(legal, '/review');
      assert.match(await legal.innerText('main'), /书面答复/);
      await open(legal, '/answer');
      await submit(legal, '/answer');
      await chief.goto(address);
      await open(chief, '/taking-up');
      await chief.selectOption('form[action$="/taking-up"] select[name=lead]', { index: 1 });
      await submit(chief, '/taking-up');
      assert.match(chief.url(), /\/cases\/[0-9a-f-]{36}$/, await chief.innerText('main'));
      assert.deepEqual([...chief.troubles, ...legal.troubles], []);
      await chief.context().close();
      await legal.context().close();
    });

    for (const [language, answered] of [['zh-CN', /书面答复/], ['en', /Answered in writing/]]) {
      test(`a petition is told, accepted, answered and reviewed on a phone (${language})`, { timeout: 120_000 }, async () => {
        const desk = await newPage(station, { viewport: phone });
        await signIn(desk, 's07.desk');
        await speaks(desk, language);
        await desk.goto('/incidents/new?group=petition');
        await tick(desk, 'input[name=category][value="petition.request"]');
        assert.ok(await desk.isChecked('input[name=source][value=letter]'), 'a letter, unless it came otherwise');
        await desk.fill('textarea[name=summary]', '反映夜间施工噪声多次报警未解决，请求依法处理。');
        await submit(desk, '/incidents');
        const address = desk.url();
        await picture(desk, `phone-petition-${language}`);
        const take = async (page, step, fill) => {
          await open(page, `/petition/${step}`);
          await fill?.();
          await submit(page, `/petition/${step}`);
          assert.equal(page.url(), address, await page.innerText('main'));
        };
        await take(desk, 'told', () => tick(desk, 'form[action$="/petition/told"] input[name=notice][value=written]'));
        // It is not answered before it was accepted.
        await open(desk, '/end');
        await tick(desk, 'input[name=outcome][value=answered]');
        await desk.fill('textarea[name=result]', '已责令停止夜间施工，并书面答复。');
        await submit(desk, '/end');
        await picture(desk, `phone-petition-early-${language}`);
        await desk.goto(address);
        await take(desk, 'accepted');
        await picture(desk, `phone-petition-accepted-${language}`);
        await open(desk, '/end');
        await tick(desk, 'input[name=outcome][value=answered]');
        await desk.fill('textarea[name=result]', '已责令停止夜间施工，并书面答复。');
        await submit(desk, '/end');
        assert.match(await desk.innerText('main'), answered);
        await take(desk, 'review_asked');
        const legal = await newPage(station);
        await signIn(legal, 'legal');
        await legal.goto(address);
        await take(legal, 'review_answered');
        await picture(legal, `petition-${language}`);
        if (language === 'en') {
          await desk.goto(address);
          await isInEnglish(desk);
        }
        await away({ desk }, station);
        await legal.context().close();
      });
    }

    test('a calendar is read under its secret address, without a session', { timeout: 60_000 }, async () => {
      const page = await newPage(station, { viewport: phone });
      await signIn(page, 's07.chief');
      await page.goto('/account');
      await submit(page, '/account/calendar');
      const address = await page.inputValue('#f-address');
      await page.locator('#calendar').scrollIntoViewIfNeeded();
      await picture(page, 'phone-calendar');
      const feed = await fetch(address);
      assert.equal(feed.status, 200);
      assert.match(feed.headers.get('content-type'), /text\/calendar/);
      assert.match(await feed.text(), /BEGIN:VEVENT/);
      await submit(page, '/account/calendar/withdrawal');
      assert.equal((await fetch(address)).status, 404);
      assert.deepEqual(page.troubles, []);
      await page.context().close();
    });
  });
}
