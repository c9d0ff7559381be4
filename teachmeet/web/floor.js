/* Questions, for whoever is trusted with them: let out, keep for later, answered. */

import { make, show, say, typed } from "/draw.js";
import { act, panels, said, tellState, waiting } from "/help.js";
import { button, rows } from "/rows.js";

const ACTS = ["approve_question", "park_question", "answer_question"];

export function drawFloor() {
  const all = panels.questions.questions.slice().reverse().map(itemWith);
  const over = ({ question }) => question.answered || question.parked;
  const lists = {
    waiting: all.filter((item) => !item.question.approved && !over(item)),
    out: all.filter((item) => item.question.approved && !over(item)),
    over: all.filter(over),
  };
  Object.keys(lists).forEach((name) => rows(`floor-${name}`, lists[name], (item) => item.question.question, drawAsked));
  show("waiting-none", !lists.waiting.length);
  show("out-none", !lists.out.length);
  show("floor-over-box", lists.over.length);
  tellState("floor-state", ACTS);
}

function itemWith(question) {
  const notes = ACTS.map((what) => said.get(`${what} ${question.question}`)).filter((note) => note && note.kind === "wrong");
  const sends = waiting.some((entry) => ACTS.indexOf(entry.do) >= 0 && entry.with.question === question.question);
  return { question, sends, no: notes.length ? notes[0].text : "" };
}

function drawAsked({ question, sends, no }) {
  const { text, name, talk, backers } = question;
  const row = make("li", "", typed("span", text));
  const who = make("p", "past");
  [name, talk].filter(Boolean).forEach((each, i) => who.append(i ? " · " : "", typed("bdi", each)));
  row.append(who);
  if (backers) row.append(make("p", "", say("ask_page.backers", { n: backers })));
  if (question.answered || question.parked) row.append(make("p", "past", question.answered ? say("ask_page.answered") : say("ask_page.parked")));
  const acts = make("div", "acts");
  const add = (what, label, how, kind) => {
    const run = () => act(what, Object.assign({ question: question.question }, how));
    acts.append(button(`${what}-${label}`, label, text, run, kind));
  };
  if (question.answered) add("answer_question", say("duty_questions.reopen"), { answered: false });
  else {
    if (!question.approved) add("approve_question", say("duty_questions.let"), {}, "plain");
    else add("answer_question", say("duty_questions.done"), { answered: true }, "plain");
    if (question.parked) add("park_question", say("duty_questions.unpark"), { parked: false });
    else add("park_question", say("duty_questions.park"), { parked: true });
  }
  row.append(acts);
  if (no) row.append(make("p", "wrong", no));
  else if (sends) row.append(make("p", "", say("act.sending")));
  return row;
}
