/* The wall: one scene at a time, as the host chose it or as it fits. Draws panels, and holds no rules. */

import { allowed } from "/bell.js";
import { $, put, show, timeOfDay } from "/chalk.js";
import { link, TURN } from "/link.js";
import { drawBoard, drawQuestions, drawResults } from "/lists.js";
import { reopen, whole } from "/pages.js";
import { drawClock, drawCorner, drawJoin, drawNow, drawPitching, drawThanks, drawVote, drawVoteTime, heedCamel, heedClocks, spoken } from "/stage.js";
import { words } from "/words.js";

export const panels = {};
const LOOK = ["meet", "join", "now", "topics", "pitching", "round", "tally", "board", "questions", "wall"];
const SCENES = { join: drawJoin, now: drawNow, pitching: drawPitching, vote: drawVote, results: drawResults, board: drawBoard, questions: drawQuestions, thanks: drawThanks };
const IDLE = 3000; // then the mouse's arrow goes
let scene = "";
let since = 0; // when the scene came
let due = false;
let resting = 0;

/* Draw once, after all that comes now. */
function later() {
  if (due) return;
  due = true;
  Promise.resolve().then(() => {
    due = false;
    draw();
  });
}

function complete() {
  return LOOK.every((name) => panels[name]);
}

function draw() {
  put("away", line.live() ? "" : words.away);
  if (!complete()) return;
  const { blank } = panels.wall;
  document.documentElement.classList.toggle("blank", blank);
  show("wall", !blank);
  show("dark", blank);
  put("meet", panels.meet.title);
  document.title = panels.meet.title;
  show("rehearsal", panels.meet.rehearsal);
  choose();
  SCENES[scene]();
  show("corner", scene !== "join");
  drawCorner();
  drawTime();
}

/* Which scene: the only one there is, or the next of those that take turns once this one was there long enough. */
function choose() {
  const { scenes } = panels.wall;
  const at = scenes.indexOf(scene);
  const seen = Date.now() - since >= Math.max(TURN, whole(`${scene}-rows`));
  if (at >= 0 && (scenes.length === 1 || !seen)) return;
  const next = scenes[(at + 1) % scenes.length];
  since = Date.now();
  if (next === scene) return;
  scene = next;
  document.documentElement.dataset.scene = scene;
  document.querySelectorAll("main > section").forEach((section) => show(section, section.id === scene));
  reopen(`${scene}-rows`);
  Promise.resolve().then(() => put("aloud", spoken(scene)));
}

/* What only time changes. */
function drawTime() {
  put("day", timeOfDay(line.now(), panels.meet.zone));
  heedClocks();
  if (scene === "now") drawClock();
  if (scene === "vote") drawVoteTime();
}

function tick() {
  if (!complete()) return;
  show("sound", !allowed() && line.live());
  choose();
  SCENES[scene]();
  drawTime();
}

export const line = link(LOOK, {
  panel(name, data) {
    panels[name] = data;
    if (name === "now") heedCamel();
    later();
  },
  line: later,
});

setInterval(tick, 250);
addEventListener("resize", later);
addEventListener("mousemove", () => {
  clearTimeout(resting);
  document.documentElement.classList.remove("resting");
  resting = setTimeout(() => document.documentElement.classList.add("resting"), IDLE);
});
