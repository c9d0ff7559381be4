/* The scenes that are lists: what the room chose, the board, the questions. */

import { alone, count, make, put, say, show, timeOfDay, typed } from "/chalk.js";
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
  return shown.map(([title, pitch, n, maybes, hands]) => {
    const fill = make("i", "");
    fill.style.width = `${(n / most) * 100}%`;
    const besides = [maybes && say(words.results.maybe, { n: maybes }), hands && say(words.results.hands, { n: hands })].filter(Boolean);
    const track = make("div", "bar", fill);
    track.setAttribute("aria-hidden", "true");
    return make("li", "counted", make("b", "n", String(n)), make("div", "", sign(pitch, title), track), besides.length ? make("small", "", besides.join(" · ")) : "");
  });
}

/* A title with the sign of its pitch before it, and more behind. */
function sign(pitch, title, ...more) {
  const mark = make("span", "sign", pitch === "offer" ? "◆" : "?");
  mark.setAttribute("aria-hidden", "true");
  return make("p", "title", mark, " ", typed("bdi", "", title), ...more);
}

/* A list, or the sentence that stands for it. */
function either(name, sentence) {
  put(`${name}-none`, sentence);
  show(`${name}-rows`, !sentence);
  if (sentence) put(`${name}-dots`, "");
  return !sentence;
}

export function drawResults() {
  const shown = best();
  const some = shown && shown.length;
  const { voted, voters } = panels.tally;
  count("results-voted", some ? words.vote.so_far : "", { n: voted, of: voters });
  put("results-how", some ? words.results[panels.round.method] : "");
  const none = shown ? words.results.nothing : panels.round.open ? words.results.counting : words.results.none;
  if (either("results", some ? "" : none)) pages("results-rows", shown, () => [{ rows: counted(shown) }]);
}

// ── the board

function place(session, rooms) {
  const room = rooms.find((one) => one.room === session.room);
  const way = room && room.way ? typed("small", "", room.way) : "";
  return make("p", "place", typed("bdi", "", room ? room.name : session.where || words.board.somewhere), way);
}

function sessionOf(session, rooms) {
  const more = session.leads.map((name, i) => make("small", "", i ? ", " : " ", typed("bdi", "", name)));
  if (session.changed) more.push(" ", make("em", "", `● ${words.board.changed}`));
  const title = sign(session.pitch, session.title || words.pitching.untitled, ...more);
  return make("div", "session", place(session, rooms), title);
}

/* Rows of one session each, or of two side by side. */
function rowsOf(sessions, rooms, beside) {
  const rows = [];
  for (let i = 0; i < sessions.length; i += beside) {
    rows.push(make("div", `together of${beside}`, ...sessions.slice(i, i + beside).map((one) => sessionOf(one, rooms))));
  }
  return rows;
}

/* One time with its sessions: the first one on the wall is large, those after it small. */
function timeBlock({ slot, starts, ends }, at, sentence) {
  const { rooms, sessions } = panels.board;
  const { zone } = panels.meet;
  const here = sessions.filter((session) => session.slot === slot);
  const kind = at ? "then" : "first";
  const head = make("h3", kind, say(sentence, { from: timeOfDay(starts, zone), to: timeOfDay(ends, zone) }));
  const rows = rowsOf(here, rooms, at || here.length > LARGE ? 2 : 1);
  rows.forEach((row) => row.classList.add(kind));
  return { head, rows };
}

/* The times that are not over, the one that is on first. */
export function drawBoard() {
  const { edition, slots, rooms, sessions, gone } = panels.board;
  const now = line.now();
  const coming = slots.filter((slot) => slot.ends > now && sessions.some((session) => session.slot === slot.slot));
  const on = coming.filter((slot) => slot.starts <= now).length;
  const sentence = (at) => words.board[at < on ? "now" : at === on ? "next" : "later"];
  put("board-gone", gone.length && coming.length ? say(words.board.gone, { titles: gone.map(alone).join(", ") }) : "");
  if (!either("board", !edition ? words.board.none : coming.length ? "" : words.board.over)) return;
  const blocks = () => coming.map((slot, at) => timeBlock(slot, at, sentence(at)));
  pages("board-rows", [coming, on, rooms, sessions, panels.meet.zone], blocks, edition);
}

// ── the questions

export function drawQuestions() {
  const asked = panels.questions.questions
    .filter((one) => one.approved && !one.answered && !one.parked && one.text)
    .sort((a, b) => b.backers - a.backers || a.question - b.question);
  put("questions-how", asked.length ? words.questions.how_many : words.questions.how);
  if (!either("questions", asked.length ? "" : words.questions.none)) return;
  pages("questions-rows", asked.map((one) => [one.text, one.backers]), () => [{ rows: asked.map((one, i) => questionOf(one, i === 0)) }]);
}

function questionOf({ text, backers }, first) {
  const wanted = backers ? make("small", "", say(words.questions.backers, { n: backers })) : "";
  return make("li", first ? "question top" : "question", typed("p", "title", text), wanted);
}
