// A roster by keyboard: arrows move, the letter of a shift enters it. Without scripts the form
// beside the table does the same.

let chosen;

const table = () => document.querySelector("table[data-roster]");
const cellsOf = (row) => [...row.querySelectorAll("td")].slice(0, -4);

function begin() {
  const rows = table()?.tBodies[0].rows;
  if (!rows) return;
  for (const row of rows) for (const cell of cellsOf(row)) cell.tabIndex = -1;
  const first = rows[0] && cellsOf(rows[0])[0];
  if (first) first.tabIndex = 0;
  if (chosen) choose(chosen.person, chosen.day, true);
}

function choose(person, day, focus) {
  const row = [...table().tBodies[0].rows].find((one) => one.dataset.p === person);
  const cell = row && cellsOf(row)[day - 1];
  if (!cell) return;
  for (const other of table().querySelectorAll("td.on")) {
    other.classList.remove("on");
    other.tabIndex = -1;
  }
  cell.classList.add("on");
  cell.tabIndex = 0;
  chosen = { person, day };
  const form = document.getElementById("edit");
  form.person.value = person;
  form.day.value = day;
  form.letter.value = "";
  form.lock.value = "";
  form.place.value = placeOf(cell, form);
  form.seen.value = form.place.value || "free";
  if (focus) cell.focus();
}

// The options stand in the order of the plan: shift by shift, position by position.
function placeOf(cell, form) {
  const number = (letter) => [...cell.classList].find((name) => new RegExp(`^${letter}\\d$`).test(name))?.[1];
  const [shift, position] = [number("s"), number("p")];
  if (shift === undefined) return "";
  const values = [...form.place.options].map((option) => option.value).filter(Boolean);
  const shifts = [...new Set(values.map((value) => value.split("/")[0]))];
  const positions = [...new Set(values.map((value) => value.split("/")[1]))];
  return `${shifts[shift]}/${positions[position]}`;
}

let busy = false;

// Sends a form and puts the new roster in the place of the old one.
async function send(form) {
  if (busy) return;
  busy = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const roster = page.getElementById("roster");
    const notice = page.getElementById("notice");
    if (roster) {
      document.getElementById("roster").replaceWith(roster);
      document.getElementById("notice").replaceWith(notice);
    } else {
      // Refused: what the page says stands above the roster as it is.
      const words = page.querySelector("main p")?.textContent ?? answer.statusText;
      const line = document.createElement("p");
      line.className = "notice bad";
      line.setAttribute("role", "alert");
      line.textContent = words;
      document.getElementById("notice").replaceChildren(line);
    }
  } finally {
    busy = false;
    begin();
  }
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest?.("table[data-roster] tbody td[tabindex]");
  if (cell) choose(cell.parentElement.dataset.p, cellsOf(cell.parentElement).indexOf(cell) + 1, true);
});

document.addEventListener("focusin", (event) => {
  const cell = event.target.closest?.("table[data-roster] tbody td[tabindex]");
  if (cell && !cell.classList.contains("on")) {
    choose(cell.parentElement.dataset.p, cellsOf(cell.parentElement).indexOf(cell) + 1, false);
  }
});

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.addEventListener("keydown", (event) => {
  const cell = event.target.closest?.("table[data-roster] td.on");
  if (!cell || event.ctrlKey || event.metaKey || event.altKey) return;
  const form = document.getElementById("edit");
  const step = STEPS[event.key];
  if (step) {
    event.preventDefault();
    const rows = [...table().tBodies[0].rows];
    const row = rows[rows.indexOf(cell.parentElement) + step[0]];
    const day = chosen.day + step[1];
    if (row && cellsOf(row)[day - 1]) choose(row.dataset.p, day, true);
    return;
  }
  // By the key itself, so that an input method for Chinese does not stand in between.
  const letter = /^Key[A-Z]$/.test(event.code) ? event.code[3] : event.key === "Delete" ? "X" : undefined;
  if (!letter) return;
  event.preventDefault();
  if (letter === "U") {
    const undo = document.getElementById("undo");
    if (undo) send(undo);
    return;
  }
  form.letter.value = letter;
  if (letter === "L") form.lock.value = cell.classList.contains("l") ? "no" : "yes";
  send(form);
});

// A search that is running is asked again until it has ended; then the roster is shown anew.
async function poll() {
  const state = document.querySelector("[data-poll]");
  if (!state) return;
  const answer = await fetch(state.dataset.poll);
  if (!answer.ok) return;
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  if (!next?.dataset.poll) {
    location.reload();
    return;
  }
  state.replaceWith(next);
  setTimeout(poll, 700);
}

function start() {
  begin();
  setTimeout(poll, 700);
}
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
