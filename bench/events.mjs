// A file of events of any length: the excerpt again and again, each time with other numbers
// and some hours later.
//
//   node bench/events.mjs EXCERPT ROWS > FILE

import { readFileSync } from 'node:fs';

const [, , excerpt, rows] = process.argv;
const HOURS = 7;
const [head, ...lines] = readFileSync(excerpt, 'utf8').trim().split(/\r?\n/);
const columns = head.split(',');
const [number, time] = [columns.indexOf('incident_num'), columns.indexOf('date_time')];
const out = [head];
for (let turn = 0; out.length <= Number(rows); turn += 1) {
  for (const line of lines.slice(0, Number(rows) + 1 - out.length)) {
    // The first two columns, in which there is no comma.
    const fields = line.split(',');
    fields[number] += `-${turn}`;
    const at = new Date(`${fields[time].replace(' ', 'T')}Z`);
    fields[time] = new Date(at.getTime() + turn * HOURS * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    out.push(fields.join(','));
  }
}
process.stdout.write(`${out.join('\n')}\n`);
