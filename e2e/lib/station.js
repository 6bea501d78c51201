// Starts the program with an invented county of its own, and a browser on it.

import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:net';
import { chromium } from 'playwright-core';

const here = new URL('..', import.meta.url).pathname;
const program = process.env.JISHI ?? join(here, '../target/debug/jishi');
const browserPath = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const output = join(here, 'output');

// Why the tests cannot run here, or undefined.
export const missing = !existsSync(browserPath)
  ? `no browser at ${browserPath} (Debian: apt-get install chromium)`
  : !existsSync(program)
    ? `no program at ${program} (make run builds it)`
    : undefined;
if (missing && process.env.CI) throw new Error(missing);

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

async function answers(url, process) {
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (process.exitCode !== null) throw new Error(`the program ended with ${process.exitCode}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not answer in time`);
}

// A running program with an invented county; `close` ends it and removes its data.
// COUNTY=FOLDER takes a copy of one made earlier: quicker while the tests are written.
export async function openStation() {
  const data = mkdtempSync(join(tmpdir(), 'jishi-e2e-'));
  if (process.env.COUNTY) {
    cpSync(process.env.COUNTY, data, { recursive: true });
  } else {
    const made = spawnSync(program, ['demo', '--no-serve', '--data', data], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`demo failed: ${made.stderr}`);
  }
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = spawn(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`], { stdio: 'pipe' });
  let log = '';
  server.stderr.on('data', (text) => (log += text));
  await answers(`${url}/healthz`, server);
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    url,
    data,
    browser,
    program,
    log: () => log,
    async close() {
      await browser.close();
      server.kill('SIGTERM');
      await new Promise((resolve) => server.once('exit', resolve));
      rmSync(data, { recursive: true, force: true });
    },
  };
}

export const desktop = { width: 1280, height: 860 };
export const phone = { width: 390, height: 844 };

// A page on which every refused request, script error and foreign address is kept.
export async function newPage(station, { viewport = desktop, locale = 'zh-CN', colorScheme = 'light', scripts = true } = {}) {
  const context = await station.browser.newContext({
    baseURL: station.url,
    viewport,
    locale,
    colorScheme,
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
    isMobile: viewport.width < 600,
    hasTouch: viewport.width < 600,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.troubles = [];
  page.on('pageerror', (error) => page.troubles.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') page.troubles.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const to = request.url();
    if (!to.startsWith(station.url) && !to.startsWith('data:')) page.troubles.push(`foreign: ${to}`);
  });
  return page;
}

export async function signIn(page, name, password = 'jishi-demo-2026') {
  await page.goto('/sign-in');
  await page.fill('input[name=name]', name);
  await page.fill('input[name=password]', password);
  await Promise.all([page.waitForNavigation(), page.press('input[name=password]', 'Enter')]);
}

// Chooses as a finger does: on the words.
export const tick = (page, input) => page.locator(input).first().locator('xpath=ancestor::label[1]').click();

const axeSource = readFileSync(join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');

// Serious and critical findings of axe (WCAG 2.2 A and AA) on the page as it stands.
export async function axeFindings(page) {
  // Through the debugger, so that the page's own strict policy stays in force.
  const result = await page.evaluate(`${axeSource}; axe.run(document, {
    runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    resultTypes: ['violations'],
  })`);
  return result.violations
    .filter((violation) => ['serious', 'critical'].includes(violation.impact))
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 4).join(', ')}`);
}

export async function picture(page, name) {
  mkdirSync(output, { recursive: true });
  await page.screenshot({ path: join(output, `${name}.png`), fullPage: false });
}

const unzipped = (file, inner) => {
  const done = spawnSync('unzip', ['-p', file, inner], { maxBuffer: 64 * 1024 * 1024 });
  if (done.status !== 0) throw new Error(`${inner} cannot be taken out of ${file}: ${done.stderr}`);
  return done.stdout.toString('utf8');
};

// The text of a Word file, without its marks.
export const wordText = (file) => unzipped(file, 'word/document.xml').replaceAll(/<[^>]*>/g, '');

// The rows of the first sheet of a workbook, as LibreOffice reads them.
export function readWorkbook(file) {
  const folder = mkdtempSync(join(tmpdir(), 'jishi-sheet-'));
  const copy = join(folder, 'sheet.xlsx');
  copyFileSync(file, copy);
  office(copy, folder, 'csv');
  const rows = readFileSync(join(folder, 'sheet.csv'), 'utf8').trim().split('\n');
  rmSync(folder, { recursive: true, force: true });
  return rows;
}

function office(file, folder, to) {
  const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
  const done = spawnSync('soffice', [profile, '--headless', '--convert-to', to, '--outdir', folder, file], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`LibreOffice cannot read ${file}: ${done.stderr ?? done.error}`);
}

// The pages of a file as pictures in output/, to be looked at.
export function picturesOf(file, format, name) {
  mkdirSync(output, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'jishi-file-'));
  const copy = join(folder, `${name}.${format}`);
  copyFileSync(file, copy);
  if (format !== 'pdf') office(copy, folder, 'pdf');
  const done = spawnSync('pdftoppm', ['-r', '60', '-png', join(folder, `${name}.pdf`), join(output, name)], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${name} cannot be drawn: ${done.stderr ?? done.error}`);
  rmSync(folder, { recursive: true, force: true });
}

// How many pages a PDF has.
export function pagesOf(file) {
  const told = spawnSync('pdfinfo', [file], { encoding: 'utf8' }).stdout ?? '';
  return Number(/^Pages:\s+(\d+)/m.exec(told)?.[1]);
}
