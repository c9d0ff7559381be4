/* What people suggest: a form of one's own, the list of all, and the parts that one takes in it. */

import { $, clean, make, onSubmit, parts, put, say, show, state, typed } from "/draw.js";
import { kept } from "/link.js";
import { act, draw, filled, later, line, me, panels, said, screen, titleOf, waiting } from "/phone.js";
import { button, named, pitchOf, rows, wished, withWishes } from "/rows.js";
import { timeOfDay } from "/talk.js";
import { words } from "/words.js";

const PARTS = { lead: "leads", scribe: "scribes" };
let unfolded = null; // the topic whose line is open

export function drawSuggest() {
  const { topics } = panels.topics;
  const { until } = panels.pitching;
  const only = onlyRequests();
  const time = until ? timeOfDay(until) : "";
  put("only", !only ? "" : time ? say("suggest_page.only_until", { time }) : say("suggest_page.only"));
  $("pitch-offer").disabled = only;
  if (only && !clean($("topic"))) $("pitch-request").checked = true; // what is being typed stays what it is
  state("suggest-state", "suggest");
  const known = new Set(topics.map((topic) => topic.topic));
  const held = me.topics.filter((topic) => !known.has(topic)).map((topic) => ({ topic, title: kept.get(titleKey(topic)) }));
  show("topics-none", !topics.length && !held.length);
  rows("held", held, (item) => item.topic, (item) =>
    make("li", "", typed("span", item.title || say("suggest_page.own")), make("p", "past", say("suggest_page.held"))));
  const mine = { lead: mineOf("lead"), scribe: mineOf("scribe") };
  rows("topics", topics.map((topic) => itemOf(topic, mine)), (item) => item.topic.topic, drawTopic);
}

/* Just now, by the server's clock. */
function onlyRequests() {
  const { only_requests: only, until } = panels.pitching;
  return only && !(until && until <= line.now());
}

/* What only time changes: offers are taken again. */
export function drawSuggestTime() {
  if (screen === "suggest" && $("pitch-offer").disabled !== onlyRequests()) draw();
}

/* A topic of mine that phones are not shown yet: only this phone knows what it is called. */
const titleKey = (topic) => `${line.prefix}title.${topic}`;

const mineOf = (part) => withWishes(me.board[PARTS[part]], wished("take_part", "taken", part));

function itemOf(topic, mine) {
  const notes = ["lead", "scribe"].map((part) => said.get(`take_part ${topic.topic} ${part}`));
  return {
    topic,
    own: me.topics.indexOf(topic.topic) >= 0,
    lead: mine.lead.has(topic.topic),
    scribe: mine.scribe.has(topic.topic),
    open: unfolded === topic.topic,
    no: notes.filter((note) => note && note.kind === "wrong").map((note) => note.text)[0] || "",
    sends: waiting.some((entry) => entry.do === "take_part" && entry.with.topic === topic.topic),
    live: line.line() === "live",
  };
}

function drawTopic(item) {
  const { topic } = item;
  const head = button("open", "", "", () => {
    unfolded = unfolded === topic.topic ? null : topic.topic;
    draw();
  }, "fold");
  const who = make("span", "past");
  parts(who, [pitchOf(topic), topic.name, item.own && say("suggest_page.yours")]);
  head.append(typed("span", titleOf(topic)), who);
  head.setAttribute("aria-expanded", String(item.open));
  const line = make("li", "", head);
  const asks = topic.pitch === "request" && !topic.leads.length && !item.lead;
  if (item.lead) line.append(make("p", "saved", `● ${say("suggest_page.you_lead")}`));
  if (item.scribe) line.append(make("p", "saved", `● ${say("suggest_page.you_note")}`));
  if (topic.leads.length) line.append(named(say("day_page.led"), topic.leads));
  else if (asks) line.append(make("p", "past", say("suggest_page.nobody")));
  if (item.open) line.append(...inside(item));
  const acts = make("div", "acts");
  if (asks) acts.append(part(topic, "lead", true, say("suggest_page.lead")));
  if (item.open) acts.append(...further(item, asks));
  if (acts.firstChild) line.append(acts);
  if (item.no) line.append(make("p", "wrong", item.no));
  else if (item.sends) line.append(make("p", item.live ? "" : "soon", item.live ? say("act.sending") : say("act.kept")));
  return line;
}

/* What else is known of a topic. */
function inside({ topic }) {
  const lines = [];
  if (topic.detail) lines.push(typed("p", topic.detail));
  if (topic.kit.length) lines.push(named(say("suggest_page.kit"), topic.kit));
  if (topic.scribes.length) lines.push(named(say("day_page.notes"), topic.scribes));
  if (topic.merged.length) lines.push(named(say("vote_page.with"), topic.merged.map(titleOf)));
  return lines;
}

function further(item, asks) {
  const { topic } = item;
  const acts = [];
  if (item.lead) acts.push(part(topic, "lead", false, say("suggest_page.step_back")));
  else if (!asks) acts.push(part(topic, "lead", true, say("suggest_page.help")));
  acts.push(item.scribe ? part(topic, "scribe", false, say("suggest_page.no_notes")) : part(topic, "scribe", true, say("suggest_page.note")));
  return acts;
}

function part(topic, what, taken, text) {
  const run = () => {
    unfolded = null; // no other act comes under a finger that taps twice
    act("take_part", { topic: topic.topic, part: what, taken }, `take_part ${topic.topic} ${what}`);
  };
  return button(what, text, titleOf(topic), run);
}

/* Whoever pitches just now, on the first page: what the wall shows is there as text. */
export function drawPitch() {
  const { on } = panels.pitching;
  const { answered } = panels.tally;
  show("pitch", on);
  if (!on) return;
  put("pitch-title", titleOf(on));
  parts("pitch-who", [pitchOf(on), on.name, answered && say("vote_page.answered", { n: answered })]);
}

// ── what was answered

/* My own part came: a topic that phones are not shown yet keeps its title here. */
let fresh = [];

export function suggestMine(before) {
  if (before && me) fresh = me.topics.filter((topic) => before.topics.indexOf(topic) < 0);
}

export function suggestAnswered(entry) {
  if (entry.do === "suggest" && fresh.length) kept.set(titleKey(fresh[fresh.length - 1]), entry.with.title);
}

/* What was refused is put back, to be mended. */
export function suggestRefused(entry) {
  if (entry.do !== "suggest" || $("topic").value) return;
  $("topic").value = entry.with.title;
  $("detail").value = entry.with.detail;
}

// ── acts

Object.keys(words.need).forEach((name) => {
  const box = make("input", "");
  box.type = "checkbox";
  box.id = `need-${name}`;
  box.value = words.need[name];
  const label = make("label", "", words.need[name]);
  label.htmlFor = box.id;
  $("needs").append(box, label);
});

onSubmit($("suggest").querySelector("form"), () => {
  if (!filled($("topic"), "suggest")) return;
  const boxes = Array.from($("needs").querySelectorAll("input"));
  const kit = boxes.filter((box) => box.checked).map((box) => box.value);
  const pitch = $("pitch-offer").checked ? "offer" : "request";
  act("suggest", { pitch, title: clean($("topic")), detail: clean($("detail")), anonymous: $("anonymous").checked, kit });
  $("topic").value = $("detail").value = "";
  boxes.forEach((box) => (box.checked = false));
  later();
});
