/* Draws the panels on a phone and sends what a finger asks for. Holds no rules: the server's answer is the truth. */

import { $, clean, make, onSubmit, put, say, show, state } from "/draw.js";
import { about, kept, link } from "/link.js";
import { askForm, calling, drawCall, drawCalled, drawClocks, drawNow, myPart, theirPart } from "/talk.js";
import { words } from "/words.js";

export const panels = {
  meet: null,
  now: { on: null, clock: null, next: null, left: 0 },
  topics: { edition: -1, topics: [] },
  pitching: { only_requests: false, until: null, checking: false, on: undefined },
  round: { number: 0, round: null, open: false, dots: 0, topics: [], closes_at: null, method: "dots", most: 1, hidden: true },
  tally: { round: null, edition: -2, voted: 0, voters: 0, counts: null, maybes: null, answered: null },
  board: { edition: 0, slots: [], rooms: [], sessions: [], gone: [] },
  going: { edition: -1, counts: [] },
  questions: { questions: [] },
};
export const said = new Map(); // what a command was about → how the last one ended, in words
export let line = null; // the link to the meet
export let me = null;
export let screen = "";
export let waiting = []; // what has no answer yet
export let tabs = ["now", "vote", "suggest", "me"];
let acts = null; // what comes with the second script: all pages but the first
let coming = -1; // how often that was asked for
const early = []; // what was refused before it came
let known = false; // whether the server has told me who I am
let due = false;
let touched = 0; // when a finger was last on the tabs
const PAGES = ["vote", "questions", "suggest", "day", "me", "return"]; // those of the second script
/* Where a kiosk goes another way than a phone. */
export const way = {
  enter(code) {
    history.replaceState(null, "", `/J/${encodeURIComponent(code)}${location.search}`);
    start(code);
  },
  refused: (no) => no.say,
};

/* Draw once, after all that comes now. */
export function later() {
  if (due) return;
  due = true;
  Promise.resolve().then(() => {
    due = false;
    draw();
  });
}

export function draw() {
  drawCall();
  drawScreen();
  drawCalled();
  drawHead();
  if (!line) return;
  if (coming < 0 && line.line() === "live") {
    coming = 0;
    requestAnimationFrame(() => setTimeout(fetchActs));
  }
  waiting = line.entries();
  state("join-state", "join");
  if (me) drawNow();
  if (acts) acts.draw();
  drawTime();
}

function drawScreen() {
  const tab = location.hash.slice(1);
  const page = PAGES.indexOf(tab) < 0 ? "now" : tab;
  const there = page === "now" || acts ? page : "coming";
  const wanted = !line ? "code" : me ? (calling() ? "called" : there) : known ? (page === "return" ? there : "join") : "";
  drawTabs(page);
  if (wanted === screen) return;
  const within = screen && screen !== "code";
  screen = wanted;
  document.querySelectorAll("main > section").forEach((section) => show(section, section.id === screen));
  show("tabs", me && screen !== "called");
  scrollTo(0, 0);
  if (within && !$("tabs").contains(document.activeElement)) $(screen).querySelector("h2").focus();
}

/* Four at most. While talks are on, Ask takes the place of Vote, unless a vote is open or somebody is there; once there
   is a board, My day takes that of Me. What has no tab is on the first page. */
function drawTabs(page) {
  const { on, segment } = panels.now;
  const second = !panels.round.open && (on || (segment && segment.kind === "talks")) ? "questions" : "vote";
  const stays = page === tabs[1] && !panels.round.open;
  if (Date.now() - touched > 800) tabs = ["now", stays ? page : second, "suggest", panels.board.edition ? "day" : "me"];
  show("go-me", tabs[3] !== "me");
  show("open", panels.round.open);
  $("tabs").querySelectorAll("button").forEach((button) => {
    show(button, tabs.indexOf(button.dataset.tab) >= 0);
    if (button.dataset.tab === page) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
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

export function titleOf(thing) {
  return thing.title || say("now_page.untitled");
}

/* What only time changes; called a few times a second while somebody looks. */
function drawTime() {
  if (!line || !me || document.hidden) return;
  drawClocks();
  if (acts) acts.drawTime();
}

// ── acts

export function act(what, args, key) {
  said.delete(key || what);
  line.ask(what, args);
  draw();
}

/* Whether a field has something in it; else says so beside the button. */
export function filled(field, key) {
  if (clean(field)) return true;
  said.set(key, { text: say("act.empty"), kind: "wrong" });
  draw();
  field.focus();
  return false;
}

onSubmit($("code").querySelector("form"), () => {
  const code = clean($("code-text")).replace(/[\s-]/g, "").toUpperCase();
  if (code) way.enter(code);
  else $("code-text").focus();
});
onSubmit($("join").querySelector("form"), () => act("join", { name: clean($("join-name")) }));
$("nameless").onclick = () => act("join", { name: "" });
document.querySelectorAll("[data-tab]").forEach((button) => (button.onclick = () => go(button.dataset.tab)));
$("tabs").addEventListener("touchstart", () => (touched = Date.now()), { passive: true });

export function go(tab) {
  history.replaceState(null, "", `#${tab}`);
  draw();
}

// ── the second script: it comes once somebody is let in and the first page stands

function fetchActs() {
  const script = make("script", "");
  script.type = "module";
  script.src = `/acts.js?lang=${document.documentElement.lang}&${coming}`; // what failed is not asked for again at the same address
  coming++;
  script.onerror = () => setTimeout(fetchActs, 2000);
  document.head.append(script);
}

/* The second script is here. */
export function take(them) {
  acts = them;
  early.forEach((entry) => acts.refused(entry));
  draw();
}

// ── the meet

function tellOfVoting(open) {
  const text = say("vote_page.opened");
  if (open) put("aloud", text);
  else if ($("aloud").textContent === text) put("aloud", "");
}

const on = {
  panel(name, data) {
    // Said aloud once, to those who were here before; nothing moves by itself.
    if (name === "round" && me && data.open !== panels.round.open) tellOfVoting(data.open);
    panels[name] = data;
    if (name === "now") theirPart();
    later();
  },
  mine(now) {
    if (!me && now) said.delete("join");
    if (me && (now || {}).person !== me.person) {
      said.clear(); // forgotten, or somebody else by a code
      $("join-name").value = "";
    }
    const before = me;
    me = now;
    known = true;
    myPart(before);
    if (acts) acts.mine(before);
    later();
  },
  line: later,
  answered(entry) {
    said.set(about(entry), { text: say("act.saved"), kind: "saved" });
    if (entry.with.dots === 0) said.delete(about(entry));
    if (acts) acts.answered(entry);
    later();
  },
  refused(entry, no) {
    said.set(about(entry), { text: no.say, kind: "wrong" });
    if (acts) acts.refused(entry);
    else early.push(entry);
    if (screen !== "questions" && (entry.do === "ask" || entry.do === "offer_talk") && $("ask").hidden) {
      $("ask-text").value = entry.with.text || entry.with.title;
      askForm(entry.do);
    }
    later();
  },
  fatal(no) {
    line = me = null;
    put("code-state", way.refused(no));
    $("code-state").className = "state wrong";
    draw();
  },
};

export function start(code, extra) {
  known = !kept.get(`teachmeet.${code}.secret`); // nobody yet; else wait to be told who
  line = link(code, on, extra);
  draw();
}

setInterval(drawTime, 250);
document.addEventListener("visibilitychange", later);
addEventListener("hashchange", later);
const path = /^\/j\/([^/]+)/i.exec(location.pathname);
if (path) start(decodeURIComponent(path[1]).toUpperCase());
else draw();
