/* Questions: one's own and how they stand, and those of others, which one may want asked too. */

import { $, clean, make, onSubmit, put, say, show, state, typed } from "/draw.js";
import { act, filled, go, later, line, me, panels, said, screen, tabs, titleOf, waiting } from "/phone.js";
import { button, rows, withWishes } from "/rows.js";
import { alone } from "/talk.js";

let places = []; // the order in which they stand, as they were found on coming here: new ones come behind

/* Drawn on every page: the way to the questions that have no tab just now. */
export function drawQuestionsRow() {
  const open = panels.questions.questions.filter((question) => !question.answered && !question.parked).length;
  show("go-questions", tabs[1] !== "questions" && (panels.questions.questions.length || me.hall.questions.length));
  put("go-questions", open ? say("ask_page.row", { n: open }) : say("ask_page.title"));
  if (screen !== "questions") places = [];
}

export function drawQuestions() {
  const { on } = panels.now;
  put("question-to", on ? say("ask_page.to_talk", { title: alone(titleOf(on)) }) : say("ask_page.to_room"));
  state("question-state", "ask");
  const all = new Map(panels.questions.questions.map((question) => [question.question, question]));
  const own = me.hall.questions.slice().reverse();
  show("asked", own.length);
  rows("my-questions", own.map((question) => ({ question, backers: (all.get(question.question) || {}).backers })), (item) => item.question.question, drawOwn);
  const mine = new Set(own.map((question) => question.question));
  settlePlaces(Array.from(all.values()).filter((question) => !mine.has(question.question)));
  const backed = withWishes(me.hall.backed, wishedFor());
  const others = places.filter((number) => all.has(number) && !mine.has(number)).map((number) => itemFor(all.get(number), backed));
  show("others-none", !others.length);
  rows("others", others, (item) => item.question.question, drawOther);
}

/* What everybody wants stands first; what is over, last. It does not move again while somebody looks. */
function settlePlaces(others) {
  const over = (question) => Number(question.answered || question.parked);
  const known = new Set(places);
  const fresh = others.filter((question) => !known.has(question.question));
  fresh.sort((a, b) => over(a) - over(b) || b.backers - a.backers || a.question - b.question);
  places = places.concat(fresh.map((question) => question.question));
}

function wishedFor() {
  const newest = new Map();
  waiting.forEach((entry) => {
    if (entry.do === "back_question") newest.set(entry.with.question, entry.with.backed);
  });
  return newest;
}

function itemFor(question, backed) {
  const note = said.get(`back_question ${question.question}`);
  return {
    question,
    backed: backed.has(question.question),
    sends: wishedFor().has(question.question),
    live: line.line() === "live",
    no: note && note.kind === "wrong" ? note.text : "",
  };
}

function standingOf(question) {
  return question.answered ? say("ask_page.answered") : question.parked ? say("ask_page.parked") : "";
}

function drawOwn({ question, backers }) {
  const waits = !question.approved && !question.answered;
  const row = make("li", "", typed("span", question.text || say("ask_page.gone")));
  const how = standingOf(question) || (waits ? say("ask_page.waits") : `● ${say("ask_page.let_out")}`);
  row.append(make("p", waits || question.parked || question.answered ? "past" : "saved", how));
  if (backers) row.append(make("p", "past", say("ask_page.backers", { n: backers })));
  return row;
}

function drawOther(item) {
  const { question } = item;
  const row = make("li", "", typed("span", question.text));
  row.append(askedBy(question));
  const over = standingOf(question);
  if (over) row.append(make("p", "past", over));
  if (question.backers) row.append(make("p", "past", say("ask_page.backers", { n: question.backers })));
  const how = item.no ? make("p", "wrong", item.no)
    : item.sends ? make("p", item.live ? "" : "soon", item.live ? say("act.sending") : say("act.kept")) : "";
  const set = (backed) => () => act("back_question", { question: question.question, backed }, `back_question ${question.question}`);
  // Set, never toggled; the way back lies elsewhere than the way there, for a finger that taps twice.
  if (item.backed) row.append(make("p", "saved is", `● ${say("ask_page.is_backed")}`), how, button("back", say("ask_page.unback"), question.text, set(false)));
  else if (!question.answered) row.append(button("back", say("ask_page.back"), question.text, set(true), "plain"), how);
  return row;
}

function askedBy(question) {
  const who = make("p", "past");
  [question.name, question.talk].filter(Boolean).forEach((text, i) => who.append(i ? " · " : "", typed("bdi", text)));
  return who;
}

/* What was refused is put back, to be mended. */
export function questionsRefused(entry) {
  if (entry.do === "ask" && screen === "questions" && !$("question").value) $("question").value = entry.with.text;
}

onSubmit($("questions").querySelector("form"), () => {
  if (!filled($("question"), "ask")) return;
  act("ask", { text: clean($("question")) });
  $("question").value = "";
  later();
});
$("go-questions").onclick = () => go("questions");
