/* The pitch line: who speaks for a topic now and next, what goes onto the wall, hands in the room, cards typed in. */

import { $, clean, make, onSubmit, parts, put, say, show, typed } from "/draw.js";
import { act, draw, panels, said, tellState, titleOf, waiting } from "/help.js";
import { button, pitchOf, rows } from "/rows.js";

const SOON = 700; // a button that has just changed takes no tap: that one was meant for what it said before
const spoke = new Set(); // who was called while this page was there
let nextOn = null; // the topic that the big button calls
let turnedAt = 0;

export function drawPitches() {
  const { topics } = panels.topics;
  const { on } = panels.pitching;
  if (on) spoke.add(on.topic);
  put("pitch-title", on ? titleOf(on) : say("duty_pitches.nobody"));
  parts("pitch-who", on ? [pitchOf(on), on.name] : []);
  put("pitch-detail", (on && on.detail) || "");
  const coming = following(topics, on);
  const number = coming ? coming.topic : null;
  if (number !== nextOn) {
    nextOn = number;
    turnedAt = Date.now();
  }
  show("pitch-go", coming);
  put("pitch-go", coming ? say("duty_pitches.next", { title: titleOf(coming) }) : "");
  show("pitch-off", on);
  tellState("pitch-state", ["call_pitch", "approve_topics"]);
  drawHands(on);
  const held = topics.filter((topic) => !topic.approved);
  show("let-all", held.length > 1);
  put("let-all", say("duty_pitches.let_all", { n: held.length }));
  show("line-none", !topics.length);
  rows("pitch-line", topics.map((topic) => itemOn(topic, on)), (item) => item.topic.topic, drawCard);
  tellState("type-state", ["add_topic"]);
}

/* Those behind whoever speaks; then those before them who were left out. */
function following(topics, on) {
  const at = on ? topics.findIndex((topic) => topic.topic === on.topic) : -1;
  return topics.slice(at + 1).concat(topics.slice(0, Math.max(at, 0))).filter((topic) => !spoke.has(topic.topic))[0];
}

function drawHands(on) {
  show("hands", on);
  if (!on) return;
  const topic = panels.topics.topics.filter((each) => each.topic === on.topic)[0] || on;
  const fails = said.get(`count_hands ${on.topic}`);
  const sends = waiting.some((entry) => entry.do === "count_hands");
  const text = sends ? say("act.sending") : fails && fails.kind === "wrong" ? fails.text : topic.hands === null ? "" : say("vote_page.hands", { n: topic.hands });
  put("hands-state", text);
  if ($("hands").dataset.topic === String(on.topic)) return;
  $("hands").dataset.topic = on.topic;
  $("hands-n").value = topic.hands === null ? "" : topic.hands;
}

function itemOn(topic, on) {
  const notes = ["call_pitch", "approve_topics", "count_hands"].map((what) => said.get(`${what} ${topic.topic}`));
  return { topic, on: Boolean(on && on.topic === topic.topic), spoke: spoke.has(topic.topic), no: notes.filter((note) => note && note.kind === "wrong").map((note) => note.text)[0] || "" };
}

function drawCard(item) {
  const { topic } = item;
  const row = make("li", "", typed("span", titleOf(topic)));
  const who = make("p", "past");
  [pitchOf(topic), topic.name].filter(Boolean).forEach((text, i) => who.append(i ? " · " : "", typed("bdi", text)));
  row.append(who);
  if (topic.hands !== null) row.append(make("p", "past", say("vote_page.hands", { n: topic.hands })));
  if (item.on) row.append(make("p", "saved", `● ${say("now_page.pitching")}`));
  else if (item.spoke) row.append(make("p", "past", say("duty_pitches.spoke")));
  const acts = make("div", "acts");
  if (!topic.approved) acts.append(button("let", say("duty_pitches.let"), titleOf(topic), () => act("approve_topics", { topics: [topic.topic] }), "plain"));
  if (!item.on) acts.append(button("call", say("duty_pitches.call"), titleOf(topic), () => act("call_pitch", { topic: topic.topic })));
  if (acts.firstChild) row.append(acts);
  if (item.no) row.append(make("p", "wrong", item.no));
  return row;
}

// ── acts

$("pitch-go").onclick = () => {
  if (nextOn === null || Date.now() - turnedAt < SOON) return;
  turnedAt = Date.now();
  act("call_pitch", { topic: nextOn });
};
$("pitch-off").onclick = () => act("call_pitch", { topic: null });
$("let-all").onclick = () => {
  act("approve_topics", { topics: panels.topics.topics.filter((topic) => !topic.approved).map((topic) => topic.topic) });
  $("line-head").focus();
};
onSubmit($("hands"), () => {
  const { on } = panels.pitching;
  const text = clean($("hands-n"));
  if (on) act("count_hands", { topic: on.topic, hands: text === "" ? null : Number(text) });
});
onSubmit($("type"), () => {
  const title = clean($("type-title"));
  if (!title) {
    said.set("add_topic", { text: say("act.empty"), kind: "wrong" });
    draw();
    return $("type-title").focus();
  }
  act("add_topic", { pitch: $("pitch-offer").checked ? "offer" : "request", title, name: clean($("type-name")) });
  $("type-title").value = $("type-name").value = "";
  $("type-title").focus();
});
