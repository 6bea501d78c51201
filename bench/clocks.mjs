// Asks for the boards of running periods, one reader, and says how long the program took for each.
//
//   node bench/clocks.mjs URL TIMES

import { Client } from './client.mjs';

const [base, times] = [process.argv[2], Number(process.argv[3])];
const BOARDS = [
  ['board of a station', 's07.chief', '/clocks?unit=S07'],
  ['board of a station: run out', 's07.chief', '/clocks?unit=S07&near=over'],
  ['board of a station: near', 's07.chief', '/clocks?unit=S07&near=warned'],
  ['board of a handler', 's07.officer1', '/clocks?unit=S07&whose=mine'],
  ['board of those who are held', 's07.chief', '/custody?unit=S07'],
  ['first page of a station', 's07.chief', '/?unit=S07'],
  ['board of the bureau', 'legal', '/clocks'],
];

const measured = [];
for (const [name, account, path] of BOARDS) {
  const client = await Client.signIn(base, account);
  const answers = [];
  for (let number = 0; number < times; number += 1) {
    const answer = await client.ask(path, { keep: false });
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
    answers.push(answer);
  }
  const took = answers.map((answer) => answer.ms).sort((one, other) => one - other);
  measured.push({ name, median: took[Math.floor(took.length / 2)], longest: took.at(-1), queries: answers.at(-1).queries });
}
console.log(JSON.stringify(measured));
