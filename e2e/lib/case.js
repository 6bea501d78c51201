// How a case is taken through its acts in a browser.

import assert from 'node:assert/strict';
import { tick } from './station.js';

export const submit = (page, form) =>
  Promise.all([page.waitForNavigation(), page.click(`form[action$="${form}"] button:not([type=button])`)]);

// The form of a step; on a page of several it is folded.
export async function open(page, form) {
  const folded = page.locator(`details:not([open]):has(form[action$="${form}"]) > summary`);
  if (await folded.count()) await folded.first().click();
}

// Chooses the option whose words hold `words`.
async function choose(page, select, words) {
  const value = await page.$eval(
    select,
    (element, part) => [...element.options].find((option) => option.textContent.includes(part))?.value,
    words,
  );
  assert.ok(value, `${select} has nothing with ${words}`);
  await page.selectOption(select, value);
}

// One act of procedure: its page, what is chosen there, and back on the case.
export async function act(page, name, { choice, party, of, amount, with: circumstances = [], officers = 0 } = {}) {
  const folded = page.locator(`details:not([open]):has(a[href$="/acts/${name}"]) > summary`);
  if (await folded.count()) await folded.first().click();
  await Promise.all([page.waitForNavigation(), page.click(`a[href$="/acts/${name}"]`)]);
  if (choice) await tick(page, `input[name=choice][value=${choice}]`);
  if (party) await choose(page, 'select[name=party]', party);
  if (of) await choose(page, 'select[name=of]', of);
  if (amount) await page.fill('input[name=amount]', String(amount));
  for (const one of circumstances) await tick(page, `input[name=with][value=${one}]`);
  if (officers) {
    // Auxiliaries help, but do not count; their numbers begin with F.
    const labels = page.locator('label:has(input[name=officers])');
    const words = await labels.allInnerTexts();
    const police = words.map((text, place) => [text, place]).filter(([text]) => / \d+$/.test(text.trim()));
    for (const [, place] of police.slice(0, officers)) {
      if (!(await labels.nth(place).locator('input').isChecked())) await labels.nth(place).click();
    }
  }
  await submit(page, `/acts/${name}`);
  assert.match(page.url(), /\/cases\/[0-9a-f-]{36}$/, `${name}: ${await page.innerText('main')}`);
}

// Enters somebody into the case that is open.
export async function enter(page, role, name) {
  await Promise.all([page.waitForNavigation(), page.click('a[href$="/people/new"]')]);
  await tick(page, `input[name=role][value=${role}]`);
  await page.fill('input[name=name]', name);
  await submit(page, '/people');
  assert.match(page.url(), /\/cases\/[0-9a-f-]{36}$/, await page.innerText('main'));
}

// Everything that a page says must be in the language that was chosen: no key without words.
export async function speaks(page, language) {
  await page.goto('/account');
  await Promise.all([page.waitForNavigation(), page.click(`form[action="/language"] button[value="${language}"]`)]);
}
