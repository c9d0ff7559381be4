/* A duty handed to a phone by a one-time code: the host's page for one thing. It draws panels and holds no rules.

   What did not arrive within a few seconds is not sent any more: a pause that comes late would stop somebody else. */

import { $, clean, onSubmit, put, say, show } from "/draw.js";
import { drawFloor } from "/floor.js";
import { about, BEAT, kept, link } from "/link.js";
import { drawPitches } from "/pitches.js";
import { drawTimekeeper, drawTimekeeperTime } from "/timekeeper.js";
import { words } from "/words.js";

const SECRET = "teachmeet.duty.secret";
const DUTIES = {
  timekeeper: { section: "timekeeper", draw: drawTimekeeper, time: drawTimekeeperTime, look: ["pitching"] },
  questions: { section: "floor", draw: drawFloor, look: ["questions"] },
  pitches: { section: "pitches", draw: drawPitches, look: ["topics", "pitching"] },
};

export const panels = {
  meet: null,
  now: { on: null, clock: null, next: null, left: 0 },
  questions: { questions: [] },
  topics: { edition: -1, topics: [] },
  pitching: { on: null },
};
export const said = new Map(); // what a command was about → how the last one ended, in words
export let line = null;
export let waiting = []; // what has no answer yet
let duty = "";
let screen = "";
let due = false;

export function later() {
  if (due) return;
  due = true;
  Promise.resolve().then(() => {
    due = false;
    draw();
  });
}

export function draw() {
  const mine = DUTIES[duty];
  const wanted = !line ? "code" : mine ? mine.section : "coming";
  if (wanted !== screen) {
    const within = screen && screen !== "coming";
    screen = wanted;
    document.querySelectorAll("main > section").forEach((section) => show(section, section.id === screen));
    if (within) $(screen).querySelector("h2").focus();
  }
  show("other", line && mine);
  drawHead();
  if (!line) return;
  waiting = line.entries();
  if (!mine) return;
  line.look(mine.look);
  mine.draw();
  drawTime();
}

function drawHead() {
  const how = line ? line.line() : "";
  put("line", how && (how === "live" ? "● " : "○ ") + (words.line[how] || say("line.offline")));
  $("line").className = `line ${how === "live" ? "saved" : "soon"}`;
  put("bye", words.bye[how] || "");
  if (!panels.meet) return;
  put("meet", panels.meet.title);
  document.title = panels.meet.title;
  show("rehearsal", panels.meet.rehearsal);
}

function drawTime() {
  if (line && duty && DUTIES[duty].time && !document.hidden) DUTIES[duty].time();
}

export function titleOf(thing) {
  return thing.title || say("now_page.untitled");
}

/* Ask for it now or not at all. */
export function act(what, args) {
  const key = about({ do: what, with: args });
  said.delete(key);
  if (line.line() === "live") line.ask(what, args);
  else said.set(key, { text: say("duty.offline"), kind: "wrong" });
  draw();
}

/* The newest word on any of these. */
export function told(prefixes) {
  const waits = waiting.some((entry) => prefixes.indexOf(entry.do) >= 0);
  if (waits) return { text: say("act.sending"), kind: "" };
  const ended = Array.from(said).filter(([key]) => prefixes.indexOf(key.split(" ")[0]) >= 0).pop();
  return ended ? ended[1] : { text: "", kind: "" };
}

export function tellState(id, prefixes) {
  const { text, kind } = told(prefixes);
  put(id, text);
  $(id).className = `state ${kind}`;
}

/* The newest is last. */
function end(entry, text, kind) {
  said.delete(about(entry));
  said.set(about(entry), { text, kind });
  later();
}

const on = {
  late: BEAT * 2 / 3,
  welcome(mine) {
    duty = mine;
    put("code-state", "");
  },
  panel(name, data) {
    panels[name] = data;
    later();
  },
  mine: later,
  line: later,
  answered: (entry) => end(entry, say("duty.done"), "saved"),
  refused: (entry, no) => end(entry, no.say, "wrong"),
  expired: (entry) => end(entry, say("duty.late"), "wrong"),
  fatal() {
    const had = duty || kept.get(SECRET);
    forgetDuty();
    put("code-state", had ? say("duty.revoked") : say("duty.wrong"));
    $("code-state").className = "state wrong";
    draw();
  },
};

function forgetDuty() {
  kept.keys("teachmeet.duty.").forEach((key) => kept.drop(key));
  said.clear();
  line = null;
  duty = "";
}

function start(code) {
  line = link("duty", on, { role: "cohost", key: code });
  draw();
}

onSubmit($("code").querySelector("form"), () => {
  const code = clean($("code-text"));
  if (!code) return $("code-text").focus();
  $("code-text").value = "";
  start(code);
});
$("other-code").onclick = () => {
  line.leave();
  forgetDuty();
  draw();
};
setInterval(drawTime, 250);
document.addEventListener("visibilitychange", later);
if (kept.get(SECRET)) start("");
else draw();
