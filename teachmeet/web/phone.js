/* Draws the panels on a phone and sends what a finger asks for. Holds no rules: the server's answer is the truth. */

import { $, changed, clean, list, make, onSubmit, parts, put, say, show, state, typed } from "/draw.js";
import { about, kept, link } from "/link.js";
import { askForm, calling, drawCall, drawCalled, drawClocks, drawNow, myPart, theirPart } from "/talk.js";
import { drawVote, drawVoteTime, used } from "/vote.js";
import { words } from "/words.js";

export const panels = {
  meet: null,
  now: { on: null, clock: null, next: null, left: 0 },
  topics: { edition: -1, topics: [] },
  round: { number: 0, round: null, open: false, dots: 0, topics: [], closes_at: null },
  tally: { round: null, edition: -2, voted: 0, voters: 0, counts: null },
};
export const said = new Map(); // what a command was about → how the last one ended, in words
export let line = null; // the link to the meet
export let me = null;
export let screen = "";
export let waiting = []; // what has no answer yet
let known = false; // whether the server has told me who I am
let due = false;

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
  waiting = line.entries();
  state("join-state", "join");
  if (!me) return;
  drawNow();
  drawVote();
  drawTopics();
  drawMe();
  drawTime();
}

function drawScreen() {
  const tab = location.hash.slice(1);
  const wanted = !line ? "code" : !me ? (known ? "join" : "") : calling() ? "called" : ["vote", "suggest", "me"].indexOf(tab) >= 0 ? tab : "now";
  if (wanted === screen) return;
  const within = screen && screen !== "code";
  screen = wanted;
  document.querySelectorAll("main > section").forEach((section) => show(section, section.id === screen));
  show("tabs", me && screen !== "called");
  document.querySelectorAll("[data-tab]").forEach((button) => {
    if (button.dataset.tab === screen) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
  scrollTo(0, 0);
  if (within && !$("tabs").contains(document.activeElement)) $(screen).querySelector("h2").focus();
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

export function pitchOf(topic) {
  return (topic.pitch === "offer" ? "◆ " : "? ") + words.pitch[topic.pitch];
}

/* What only time changes; called a few times a second while somebody looks. */
function drawTime() {
  if (!line || !me || document.hidden) return;
  drawClocks();
  drawVoteTime();
}

// ── suggest, me

function drawTopics() {
  const { topics } = panels.topics;
  state("suggest-state", "suggest");
  show("topics-none", !topics.length);
  list("topics", [topics, me.topics], topics, (topic) => {
    const who = make("p", "past");
    parts(who, [pitchOf(topic), topic.name, me.topics.indexOf(topic.topic) >= 0 && say("suggest_page.yours")]);
    return make("li", "", typed("span", titleOf(topic)), topic.detail ? typed("p", topic.detail) : "", who);
  });
}

function drawMe() {
  const field = $("me-name");
  if (document.activeElement !== field && changed(field, me.name)) field.value = me.name || "";
  state("me-state", "join");
  state("forget-state", "forget_me");
  const rows = [["votes", used(me.votes)], ["topics", me.topics.length], ["questions", me.questions], ["waiting", waiting.length]]
    .filter((row) => row[1] || row[0] !== "waiting")
    .map((row) => say(words.me_page[row[0]], { n: row[1] }));
  list("me-saved", rows, rows, (row) => make("li", "", row));
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
  if (!code) return $("code-text").focus();
  history.replaceState(null, "", `/J/${encodeURIComponent(code)}`);
  start(code);
});
onSubmit($("join").querySelector("form"), () => act("join", { name: clean($("join-name")) }));
$("nameless").onclick = () => act("join", { name: "" });
onSubmit($("me").querySelector("form"), () => act("join", { name: clean($("me-name")) }));
onSubmit($("suggest").querySelector("form"), () => {
  if (!filled($("topic"), "suggest")) return;
  const pitch = $("pitch-offer").checked ? "offer" : "request";
  act("suggest", { pitch, title: clean($("topic")), detail: clean($("detail")), anonymous: $("anonymous").checked });
  $("topic").value = $("detail").value = "";
});
document.querySelectorAll("[data-tab]").forEach((button) => (button.onclick = () => go(button.dataset.tab)));
$("forget").onclick = () => sure(true);
$("forget-no").onclick = () => sure(false);
$("forget-yes").onclick = () => act("forget_me", {});

function sure(open) {
  show("sure", open);
  show("forget", !open);
  $(open ? "sure-head" : "forget").focus();
  if (open) $("forget-no").scrollIntoView({ block: "center" }); // both answers are seen, above the tabs
}

function go(tab) {
  history.replaceState(null, "", `#${tab}`);
  draw();
}

// ── the meet

const on = {
  panel(name, data) {
    // Said aloud once, to those who were here before; nothing moves by itself.
    if (name === "round" && me && data.open !== panels.round.open) put("aloud", data.open ? say("vote_page.opened") : "");
    panels[name] = data;
    if (name === "now") theirPart();
    later();
  },
  mine(now) {
    if (!me && now) said.delete("join");
    if (me && !now) {
      said.clear();
      sure(false);
      $("join-name").value = "";
    }
    const before = me;
    me = now;
    known = true;
    myPart(before);
    later();
  },
  line: later,
  answered(entry) {
    said.set(about(entry), { text: say("act.saved"), kind: "saved" });
    if (entry.do === "vote" && !entry.with.dots) said.delete(about(entry));
    later();
  },
  refused(entry, no) {
    said.set(about(entry), { text: no.say, kind: "wrong" });
    if (entry.do === "suggest" && !$("topic").value) {
      $("topic").value = entry.with.title;
      $("detail").value = entry.with.detail;
    }
    if ((entry.do === "ask" || entry.do === "offer_talk") && $("ask").hidden) {
      $("ask-text").value = entry.with.text || entry.with.title;
      askForm(entry.do);
    }
    later();
  },
  fatal(no) {
    line = null;
    put("code-state", no.say);
    $("code-state").className = "state wrong";
    draw();
  },
};

function start(code) {
  known = !kept.get(`teachmeet.${code}.secret`); // nobody yet; else wait to be told who
  line = link(code, on);
  draw();
}

setInterval(drawTime, 250);
document.addEventListener("visibilitychange", later);
addEventListener("hashchange", later);
const path = /^\/j\/([^/]+)/i.exec(location.pathname);
if (path) start(decodeURIComponent(path[1]).toUpperCase());
else draw();
