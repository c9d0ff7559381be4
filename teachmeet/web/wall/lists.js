/* The scenes that are lists: what the room chose, the board, the questions. */

import { $, alone, changed, make, put, say, show, timeOfDay, typed } from "/chalk.js";
import { pages } from "/pages.js";
import { line, panels } from "/wall.js";
import { words } from "/words.js";

const MOST = 24; // topics of the results: nobody reads more
const LARGE = 5; // so many sessions of a time stand below each other; more, side by side

// ── what the room chose

/* The topics that have something, best first, as [title, pitch, count, maybes, hands]; null while nobody may know.
   Of a topic that the host has not let, the wall has no text, and shows nothing. */
export function best() {
  const { edition, counts, maybes } = panels.tally;
  const { topics } = panels.topics;
  if (!counts || edition !== panels.topics.edition) return null;
  return topics
    .map((topic, i) => [topic.title, topic.pitch, counts[i], maybes ? maybes[i] : 0, topic.hands || 0])
    .filter((row) => row[0] && (row[2] || row[3] || row[4]))
    .sort((a, b) => b[2] - a[2] || b[3] - a[3] || b[4] - a[4])
    .slice(0, MOST);
}

/* These as rows with bars. */
export function counted(shown) {
  const most = Math.max(1, shown[0][2]);
  const { method } = panels.round;
  return shown.map(([title, pitch, n, maybes, hands]) => {
    const fill = make("i", "");
    fill.style.width = `${(n / most) * 100}%`;
    const beside = [maybes && say(words.results.maybe, { n: maybes }), hands && say(words.results.hands, { n: hands })];
    const unit = make("small", "", [say(words.results[method], { n }), ...beside].filter(Boolean).join(" · "));
    const track = make("div", "bar", fill);
    track.setAttribute("aria-hidden", "true");
    return make("li", "counted", make("b", "n", String(n)), make("div", "", sign(pitch, title), track), unit);
  });
}

/* A title with the sign of its pitch before it. */
function sign(pitch, title) {
  const mark = make("span", "sign", pitch === "offer" ? "◆" : "?");
  mark.setAttribute("aria-hidden", "true");
  return make("p", "title", mark, " ", typed("bdi", "", title));
}

export function drawResults() {
  const shown = best();
  put("results-line", shown ? (shown.length ? "" : words.results.nothing) : panels.round.open ? words.results.counting : words.results.none);
  pages("results-rows", shown, () => (shown && shown.length ? [{ rows: counted(shown) }] : []));
}

// ── the board

function place(session, rooms) {
  const room = rooms.find((one) => one.room === session.room);
  const way = room && room.way ? typed("small", "", room.way) : "";
  return make("p", "place", typed("bdi", "", room ? room.name : session.where || words.board.somewhere), way);
}

function sessionOf(session, rooms) {
  const names = session.leads.length ? make("small", "", ...session.leads.map((name, i) => make("span", "", i ? ", " : "", typed("bdi", "", name)))) : "";
  const news = session.changed ? make("em", "", `● ${words.board.changed}`) : "";
  const title = sign(session.pitch, session.title || words.pitching.untitled);
  return make("div", "session", place(session, rooms), make("div", "", title, names, news && names ? " " : "", news));
}

/* Rows of one session each, or of two side by side. */
function rowsOf(sessions, rooms, beside) {
  const rows = [];
  for (let i = 0; i < sessions.length; i += beside) {
    rows.push(make("div", `together of${beside}`, ...sessions.slice(i, i + beside).map((one) => sessionOf(one, rooms))));
  }
  return rows;
}

/* The times that are not over, the one that is on first. */
export function drawBoard() {
  const { edition, slots, rooms, sessions, gone } = panels.board;
  const now = line.now();
  const { zone } = panels.meet;
  const coming = slots.filter((slot) => slot.ends > now && sessions.some((session) => session.slot === slot.slot));
  const said = !edition ? words.board.none : coming.length ? "" : words.board.over;
  show("board-line", true);
  $("board-line").className = said ? "line" : "unseen";
  put("board-line", said || words.board.title);
  put("board-gone", gone.length && coming.length ? say(words.board.gone, { titles: gone.map(alone).join(", ") }) : "");
  const live = coming.map((slot) => slot.starts <= now);
  pages("board-rows", [coming, live, rooms, sessions, zone], () =>
    coming.map((slot, i) => {
      const here = sessions.filter((session) => session.slot === slot.slot);
      const from = timeOfDay(slot.starts, zone);
      const to = timeOfDay(slot.ends, zone);
      const next = i === live.filter(Boolean).length;
      const text = live[i] ? words.board.now : next ? words.board.next : words.board.later;
      const head = make("h3", i ? "then" : "first", say(text, { from, to }));
      const rows = rowsOf(here, rooms, i || here.length > LARGE ? 2 : 1);
      rows.forEach((row) => row.classList.add(i ? "then" : "first"));
      return { head, rows };
    })
  );
}

// ── the questions

export function drawQuestions() {
  const asked = panels.questions.questions
    .filter((one) => one.approved && !one.answered && !one.parked && one.text)
    .sort((a, b) => b.backers - a.backers || a.question - b.question);
  pages("questions-rows", asked.map((one) => [one.text, one.backers]), () => {
    if (!asked.length) return [{ rows: [make("li", "none", words.questions.none)] }];
    return [{ rows: asked.map((one, i) => questionOf(one, i === 0)) }];
  });
}

function questionOf({ text, backers }, first) {
  const wanted = backers ? make("small", "", say(words.questions.backers, { n: backers })) : "";
  return make("li", first ? "question top" : "question", typed("p", "title", text), wanted);
}
