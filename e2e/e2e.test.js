// Everything a browser must show, on one invented county.

import { after, before, describe } from 'node:test';
import { missing, openStation } from './lib/station.js';
import { badInput } from './tests/bad-input.js';
import { everyPage } from './tests/every-page.js';
import { figures } from './tests/figures.js';
import { incidentToCase } from './tests/incident-to-case.js';
import { leave } from './tests/leave.js';
import { patrol } from './tests/patrol.js';
import { pictures } from './tests/pictures.js';
import { report } from './tests/report.js';
import { roster } from './tests/roster.js';
import { tasks } from './tests/tasks.js';
import { wholeCases } from './tests/whole-cases.js';

describe('in a browser', { skip: missing }, () => {
  const station = {};
  before(async () => Object.assign(station, await openStation()), { timeout: 300_000 });
  after(() => station.close?.());

  // The tests of every page come first: what they count has not been changed yet.
  everyPage(station);
  figures(station);
  report(station);
  pictures(station);
  incidentToCase(station);
  roster(station);
  leave(station);
  patrol(station);
  wholeCases(station);
  tasks(station);
  badInput(station);
});
