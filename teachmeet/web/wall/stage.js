/* The scenes of one sentence: how to come in, what is on, who pitches, how the vote goes, thanks. */

import { ring } from "/bell.js";
import { $, alone, bar, changed, code, count, fit, make, parts, put, say, show, span, timeOfDay, unit } from "/chalk.js";
import { pages } from "/pages.js";
import { best, counted } from "/lists.js";
import { line, panels } from "/wall.js";
import { words } from "/words.js";

const CROSSING = 8000; // the camel's walk
let camel; // the last one that was thrown; not known at first
let before = {}; // what each clock had left when it was last looked at

export const titleOf = (thing, untitled) => thing.title || untitled;
export const signOf = (topic) => `${topic.pitch === "offer" ? "◆" : "?"} ${words.pitch[topic.pitch]}`;
const left = (clock) => (clock.ends_at === null ? clock.remaining : clock.ends_at - line.now());

// ── how to come in

/* The address as one types it: browsers find out the rest. */
const short = (url, letters) => url.replace(/^https?:\/\//i, "").replace(new RegExp(`/J/${letters}$`, "i"), "").toLowerCase();

export function drawCorner() {
  const { url, code: letters, matrix } = panels.join;
  const label = say(words.join.label, { url });
  code("corner-code", matrix, label);
  put("corner-url", short(url, letters));
  put("corner-letters", letters);
  fit("corner-letters", 8, 4);
  fit("corner-url", 4.4, 1.6);
}

export function drawJoin() {
  const { url, code: letters, matrix, joined } = panels.join;
  code("join-code", matrix, say(words.join.label, { url }));
  put("join-how", /^https/i.test(url) ? words.join.anywhere : words.join.wifi);
  put("join-letters", letters);
  put("join-url", short(url, letters));
  fit("join-url", 12.5, 3);
  count("join-in", joined ? words.join.in : words.join.nobody, { n: joined });
  fit("join-letters", 21, 6);
}

// ── what is on

function talkParts(talk) {
  const who = talk.partner ? `${talk.name} + ${talk.partner}` : talk.name;
  const minutes = say(words.now.minutes, { n: Math.round(talk.seconds / 6) / 10 });
  return [who, talk.organisation, `${words.kind[talk.kind] || talk.kind} ${minutes}`];
}

/* A part of the meet that is on by itself, without a talk. */
function rest() {
  const { on, segment } = panels.now;
  return !on && segment && segment.kind !== "talks" ? segment.title || words.segment[segment.kind] : "";
}

/* What the large sentence is about: the talk that is on, the part that is, the talk that comes, or none. */
export function drawNow() {
  const { on, next, left: coming, segment_clock: until, timer } = panels.now;
  const { starts, zone } = panels.meet;
  const part = rest();
  const waits = !on && !part && !next && starts > line.now();
  const lead = on || (!part && next);
  put("now-kicker", on || part ? words.now.on : next ? words.now.next : "");
  put("now-title", lead ? titleOf(lead, words.now.untitled) : part || (waits ? say(words.now.begins, { time: timeOfDay(starts, zone) }) : words.now.nothing));
  parts("now-who", lead ? talkParts(lead) : part && until ? [say(words.now.until, { time: timeOfDay(until.ends_at, zone) })] : []);
  const then = on || part ? next : null;
  show("next", then && !timer);
  if (then) {
    put("next-title", titleOf(then, words.now.untitled));
    parts("next-who", talkParts(then));
  }
  put("now-left", then || timer ? "" : coming ? say(words.now.left, { n: coming }) : on ? words.now.last : "");
  drawClock();
  fit("now-title", lead || part ? 12 : 16, 4);
  if (then) fit("next-title", 5.2, 3.4);
}

function kindOf(clock, time) {
  return time < 0 ? "over" : time <= clock.danger ? "now" : time <= clock.warn ? "soon" : "calm";
}

export function drawClock() {
  const { on, clock, timer, segment_clock: until } = panels.now;
  const shown = on ? clock : rest() ? until : null;
  show("now-clock", shown);
  show("now-bar", shown);
  const beside = timer ? Math.max(0, left(timer)) : 0;
  put("now-timer", timer ? (beside ? say(words.now.timer, { time: span(beside) }) : words.now.timer_over) : "");
  $("now").dataset.clock = shown ? kindOf(shown, left(shown)) : "none";
  if (!shown) return;
  const time = left(shown);
  const quiet = shown.ends_at !== null && kindOf(shown, time) === "calm"; // how long a talk is needs no saying
  $("now-word").setAttribute("aria-live", quiet ? "off" : "polite");
  const digits = span(time);
  put("now-digits", digits);
  const kind = kindOf(shown, time);
  put("now-word", shown.ends_at === null ? words.now.paused : say(words.clock[kind], { length: span(shown.total) }));
  bar("now-bar", time / shown.total);
  const wide = (innerWidth / unit() - 44) / (digits.length * 0.58);
  $("now-digits").style.fontSize = `${Math.min(35, wide) * unit()}px`;
}

/* The bell, when a clock that runs passes its end while we look. */
export function heedClocks() {
  const { on, clock, timer } = panels.now;
  const now = {};
  if (on && clock && clock.ends_at !== null) now[`talk ${on.talk}`] = left(clock);
  if (timer && timer.ends_at !== null) now[`timer ${timer.ends_at}`] = left(timer);
  if (Object.keys(now).some((name) => now[name] <= 0 && before[name] > 0)) ring();
  before = now;
}

export function heedCamel() {
  const thrown = panels.now.camel;
  if (camel !== undefined && camel !== thrown) {
    show("camel", false);
    $("camel").getBoundingClientRect(); // a second one sets out anew
    show("camel", true);
    clearTimeout(heedCamel.timer);
    heedCamel.timer = setTimeout(() => show("camel", false), CROSSING);
  }
  camel = thrown;
}

// ── who pitches

export function drawPitching() {
  const { on, only_requests: requests } = panels.pitching;
  const { round, open, method } = panels.round;
  const { answered, voted, voters } = panels.tally;
  const seen = on && on.approved ? on : null;
  put("pitch-kicker", seen ? signOf(seen) : "");
  put("pitch-title", seen ? titleOf(seen, words.pitching.untitled) : requests ? words.pitching.requests : words.pitching.any);
  parts("pitch-who", seen ? [seen.name, ...seen.leads] : []);
  if (seen && open && method === "interest" && answered !== null) count("pitch-count", words.pitching.answered, { n: answered });
  else if (seen && round && open) count("pitch-count", words.vote.so_far, { n: voted, of: voters });
  else count("pitch-count", !seen && panels.topics.topics.length ? words.pitching.so_far : "", { n: panels.topics.topics.length });
  put("pitch-how", seen ? "" : words.pitching.how);
  fit("pitch-title", 16, 5);
}

// ── how the vote goes

function howOf({ method, dots, most }) {
  if (method !== "dots") return words.vote[method];
  return say(words.vote.dots, { n: dots }) + (most > 1 && most < dots ? ` ${say(words.vote.most, { n: most })}` : "");
}

export function drawVote() {
  const { round, open } = panels.round;
  const { voted, voters } = panels.tally;
  const shown = best();
  const bars = round && shown && shown.length;
  show("vote-voted", round && !bars);
  show("vote-rows", bars);
  count("vote-count", words.vote.of, { n: voted, of: voters });
  bar("vote-bar", voters ? voted / voters : 0);
  count("vote-so-far", round && bars ? words.vote.so_far : "", { n: voted, of: voters });
  put("vote-how", open && !bars ? howOf(panels.round) : "");
  $("vote-line").className = round ? "line" : "line alone";
  drawVoteTime();
  fit("vote-count", 36, 20);
  if (bars) pages("vote-rows", shown, () => [{ rows: counted(shown) }]);
  else put("vote-dots", "");
}

export function drawVoteTime() {
  const { round, open, closes_at: closes } = panels.round;
  const time = closes === null ? 0 : Math.max(0, closes - line.now());
  const sentence = open ? (time ? say(words.vote.closes, { time: span(time) }) : words.vote.open) : round ? words.vote.over : words.vote.none;
  put("vote-line", sentence);
}

// ── thanks

export function drawThanks() {
  const sessions = panels.board.sessions.length;
  const rows = [["people", panels.join.joined], ["talks", panels.wall.given], ["topics", panels.topics.topics.length], ["sessions", sessions]]
    .filter((row) => row[1])
    .slice(0, 3);
  if (!changed($("thanks-rows"), rows)) return;
  $("thanks-rows").textContent = "";
  rows.forEach(([name, n]) => {
    $("thanks-rows").append(make("div", "", make("dt", "", say(words.thanks[name], { n })), make("dd", "", String(n))));
  });
}

/* What a scene is about, for whoever does not see it. */
export function spoken(scene) {
  const { on } = panels.now;
  if (scene === "now" && on) return `${words.now.on}: ${alone(titleOf(on, words.now.untitled))}`;
  const heading = $(scene).querySelector("h2");
  return heading.textContent;
}
