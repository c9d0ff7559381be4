/* The timekeeper: what is on and its clock, one big button, and a word to whoever speaks. */

import { $, bar, parts, put, say, show, span } from "/draw.js";
import { act, draw, line, panels, tellState, titleOf } from "/help.js";
import { words } from "/words.js";

const SETTLE = 700; // a button that has just changed takes no tap: that one was meant for what it said before
let does = ""; // what the big button does
let changedAt = 0;
let toldAt = 0; // when the speaker was last told something
let sureOf = ""; // what is being asked about: to end, or the camel
let sureFor = null; // and during which talk

const left = (clock) => (clock.ends_at === null ? clock.remaining : clock.ends_at - line.now());

function whoOf(talk) {
  return [talk.partner ? `${talk.name} + ${talk.partner}` : talk.name, talk.organisation, words.kind[talk.kind] || talk.kind];
}

export function drawTimekeeper() {
  const { on, clock, next, segment } = panels.now;
  const part = segment ? segment.title || words.segment[segment.kind] : "";
  put("time-title", on ? titleOf(on) : part || say("now_page.nothing"));
  parts("time-who", on ? whoOf(on) : []);
  show("time-run", on);
  show("next", next);
  if (next) {
    put("next-title", titleOf(next));
    parts("next-who", whoOf(next));
  }
  const wanted = on && clock ? (clock.ends_at === null ? "resume" : "pause") : next ? "start" : "";
  if (wanted !== does) {
    does = wanted;
    changedAt = Date.now();
  }
  show("time-go", does);
  put("time-go", does ? say(words.duty_time[does], { title: next ? titleOf(next) : "" }) : "");
  drawSure();
  tellState("time-state", ["start_talk", "pause_talk", "resume_talk", "end_talk", "add_time"]);
  tellState("told-state", ["tell_speaker", "throw_camel"]);
}

function drawSure() {
  const { on } = panels.now;
  if (sureOf && (!on || on.talk !== sureFor)) sureOf = "";
  show("time-sure", sureOf);
  if (!sureOf) return;
  put("sure-yes", sureOf === "end" ? say("duty_time.end_yes") : say("duty_time.camel_yes"));
  const text = sureOf === "end" ? say("duty_time.end_sure", { title: titleOf(on) }) : say("duty_time.camel_sure");
  put("sure-text", text);
}

export function drawTimekeeperTime() {
  const { clock, segment_clock: until } = panels.now;
  const shown = clock || until;
  const time = shown ? left(shown) : 0;
  const kind = !shown ? "" : time < 0 ? "over" : time <= shown.danger ? "now" : time <= shown.warn ? "soon" : "calm";
  put("time-clock", shown ? span(time) : "");
  show("time-bar", shown);
  if (shown) bar("time-bar", time / shown.total);
  put("time-warn", !shown ? "" : shown.ends_at === null ? say("timer.paused") : kind === "calm" ? "" : words.timer[kind]);
  $("timekeeper").dataset.clock = kind;
}

// ── acts

$("time-go").onclick = () => {
  if (Date.now() - changedAt < SETTLE) return;
  changedAt = Date.now(); // nor is the second of two taps another one
  if (does === "start") act("start_talk", { talk: panels.now.next.talk });
  else if (does) act(`${does}_talk`, {});
};
$("time-less").onclick = () => act("add_time", { seconds: -30 });
$("time-more").onclick = () => act("add_time", { seconds: 30 });
$("time-tell").querySelectorAll("button").forEach((button) => {
  button.onclick = () => {
    if (Date.now() - toldAt < SETTLE) return;
    toldAt = Date.now();
    act("tell_speaker", { ready: button.dataset.ready });
  };
});

function makeSure(what) {
  sureOf = what;
  sureFor = panels.now.on.talk;
  changedAt = Date.now();
  draw();
  $("sure-text").focus();
}

$("time-end").onclick = () => makeSure("end");
$("time-camel").onclick = () => makeSure("camel");
$("sure-no").onclick = () => {
  const back = sureOf === "end" ? "time-end" : "time-camel";
  sureOf = "";
  draw();
  $(back).focus();
};
$("sure-yes").onclick = () => {
  if (Date.now() - changedAt < SETTLE) return;
  const what = sureOf === "end" ? "end_talk" : "throw_camel";
  sureOf = "";
  act(what, {});
  $("timekeeper").querySelector("h2").focus();
};
