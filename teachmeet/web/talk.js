/* What is on, and one's own talk: who may be who on the sheet, two minutes on the spot, "You're next", "You're on". */

import { $, bar, clean, onSubmit, parts, put, say, show, span, state } from "/draw.js";
import { kept } from "/link.js";
import { act, draw, filled, later, line, me, panels, said, screen, titleOf, waiting } from "/phone.js";
import { words } from "/words.js";

const NEWS = 20000; // for so long a message to the speaker is the largest thing on the page
const CROSSING = 7000; // the camel's walk
let stands = ""; // how it stands with my talk, by what came last: my own part, or the panel
let told; // the newest message to me that I know of
let news = 0; // until when it is new
let camel; // the last one that was thrown
let call; // what I am called for; not known at first
let away = ""; // the call that I put away
let saw = null; // the talk whose call I said I saw
let typedAt = 0;
let form = "ask"; // what the form is for: a question, or two minutes

/* My own part came. */
export function myPart(before) {
  const talk = me && me.talk;
  stands = talk ? talk.standing : "";
  const newest = talk && talk.told.length ? talk.told[talk.told.length - 1].message : 0;
  if (newest > told) news = Date.now() + NEWS;
  told = newest;
  if (before && me && before.claimed && !me.claimed) {
    said.set("claim_signup", { text: talk ? "" : say("claim.denied"), kind: "soon" });
  }
}

/* What is on came. */
export function theirPart() {
  const { on, next, camel: thrown } = panels.now;
  const own = me && me.talk;
  if (own) {
    if (on && on.talk === own.talk) stands = "on";
    else if (next && next.talk === own.talk) stands = "next";
    else if (stands === "on") stands = "over";
    else if (stands === "next") stands = "coming";
  }
  if (camel !== undefined && camel !== thrown && stands === "on") {
    show("camel", true);
    setTimeout(() => show("camel", false), CROSSING);
  }
  camel = thrown;
}

// ── now

function talkParts(talk) {
  const who = talk.partner ? `${talk.name} + ${talk.partner}` : talk.name;
  const minutes = say("now_page.minutes", { n: Math.round(talk.seconds / 6) / 10 });
  return [who, talk.organisation, `${words.kind[talk.kind] || talk.kind} ${minutes}`];
}

/* The part of the meet that is on by itself, without a talk. */
function rest() {
  const { on, segment } = panels.now;
  return !on && segment && segment.kind !== "talks";
}

/* The time of the board that is on. */
const slotOn = () => panels.board.slots.filter((slot) => slot.starts <= line.now() && line.now() < slot.ends)[0];

export function drawNow() {
  const { on, next, left, segment, segment_clock: until, weighted } = panels.now;
  const slot = slotOn();
  const starts = panels.meet && panels.meet.starts;
  const part = segment ? segment.title || words.segment[segment.kind] : "";
  put("now-kicker", on ? say("now_page.on") + (part && ` · ${part}`) : rest() ? say("now_page.on") : part || (slot ? words.segment.slots : say("now_page.nothing")));
  $("now").classList.toggle("idle", !on && !rest());
  put("now-title", on ? titleOf(on) : rest() ? part : idle(next, part, slot, starts));
  parts("now-who", on ? talkParts(on) : rest() && until ? [say("now_page.until", { time: timeOfDay(until.ends_at) })] : []);
  show("next", next);
  if (next) {
    put("next-title", titleOf(next));
    parts("next-who", talkParts(next));
  }
  parts("now-left", left ? [say("now_page.left", { n: left }), weighted && say("now_page.weighted")] : [on && say("now_page.last")]);
  const { round } = panels;
  show("go-vote", round.round);
  put("go-vote", say(round.open ? "now_page.voting" : "now_page.counted"));
  drawMyTalk();
}

function idle(next, part, slot, starts) {
  if (slot) return say("now_page.until", { time: timeOfDay(slot.ends) });
  if (!part && starts > line.now()) return say("now_page.begins", { time: timeOfDay(starts) });
  return next || panels.board.edition ? "" : say("now_page.idle");
}

function drawMyTalk() {
  const { talk, offer, claimed } = me;
  const sure = claimed || waiting.some((entry) => entry.do === "claim_signup");
  const maybe = maybes()[0];
  show("claim", maybe && !sure);
  if (maybe) put("claim-ask", say("claim.ask", { name: alone(maybe.name), title: alone(titleOf(maybe)) }));
  state("claim-state", "claim_signup");
  if (claimed) put("claim-state", say("claim.asked"));
  show("own", parts("own-talk", talk ? [titleOf(talk), words.standing[stands]] : []));
  const waits = ["coming", "next", "on"].indexOf(stands) >= 0;
  const answer = offer && (offer.yes === null ? "waits" : offer.yes ? waits && "taken" : "no");
  parts("two-state", answer ? [titleOf(offer), words.two[answer]] : []);
  show("two-open", panels.now.room_for_two && answer !== "waits" && !waits && $("ask").hidden);
  state("ask-state", form);
}

const notMe = (maybe) => `${line.prefix}not.${maybe.person}`;
const maybes = () => me.maybe.filter((maybe) => !kept.get(notMe(maybe)));

/* Somebody's words within a sentence of ours, in their own direction. */
export const alone = (text) => `\u2068${text}\u2069`;

export function timeOfDay(milliseconds) {
  const how = { hour: "numeric", minute: "2-digit" };
  const moment = new Date(milliseconds);
  try {
    return moment.toLocaleTimeString([], Object.assign({ timeZone: panels.meet.zone }, how));
  } catch (unknownZone) {
    return moment.toLocaleTimeString([], how);
  }
}

// ── called

const typing = () => document.activeElement.matches("input,textarea") || Date.now() - typedAt < 1000;

/* Whether the whole screen says that I am called: not while I type, and not when I put it away. */
export function calling() {
  return call && call !== away && (screen === "called" || !typing());
}

/* Before anything is drawn: what I am called for. A new message calls again. */
export function drawCall() {
  if (!me && !call) return;
  const is = stands === "next" || stands === "on" ? `${me.talk.talk} ${stands} ${told}` : "";
  if (is && is !== call) {
    put("aloud", words.standing[stands]);
    if (call !== undefined && navigator.vibrate) navigator.vibrate([300, 150, 300]);
  }
  if (!is || me.talk.seen) saw = null;
  call = is;
}

export function drawCalled() {
  show("call", call && screen !== "called");
  if (!call) return;
  const { talk, seen, told: messages } = me.talk;
  const newest = messages[messages.length - 1];
  put("call", words.standing[stands]);
  put("called-head", words.standing[stands]);
  put("called-title", titleOf(me.talk));
  show("called-go", stands === "next");
  put("told", newest && stands === "on" ? words.told[newest.ready] || newest.text : "");
  if (screen !== "called" || document.visibilityState !== "visible" || stands !== "next" || seen || saw === talk) return;
  saw = talk;
  line.ask("saw_call", { talk });
}

// ── time

const left = (clock) => (clock.ends_at === null ? clock.remaining : clock.ends_at - line.now());

function drawClock(id, clock) {
  const { timer } = panels.now;
  const time = clock ? left(clock) : 0;
  const kind = !clock ? "" : time < 0 ? "over" : time <= clock.danger ? "now" : time <= clock.warn ? "soon" : "calm";
  put(`${id}-clock`, clock ? span(time) : "");
  put(`${id}-warn`, !clock ? "" : clock.ends_at === null ? say("timer.paused") : kind === "calm" ? "" : words.timer[kind]);
  put(`${id}-timer`, timer ? say("timer.beside", { time: left(timer) > 0 ? span(left(timer)) : words.timer.over }) : "");
  $(id).dataset.clock = kind;
}

export function drawClocks() {
  const { on, clock, segment_clock: until } = panels.now;
  const shown = clock || (rest() ? until : null);
  drawClock("now", shown);
  show("now-bar", shown);
  if (shown) bar("now-bar", left(shown) / shown.total);
  drawClock("called", stands === "on" && on && on.talk === me.talk.talk ? clock : null);
  const big = $("called-clock");
  big.style.fontSize = `${Math.min(($("called").clientWidth * 1.6) / big.textContent.length, innerHeight * 0.4)}px`;
  $("told").className = Date.now() < news ? "news" : "";
  document.documentElement.dataset.ahead = Math.round(line.now() - Date.now());
}

// ── acts

export function askForm(what) {
  $("now").classList.toggle("asking", Boolean(what));
  show("ask", what);
  show("ask-send", what);
  show("ask-close", what);
  show("ask-open", !what);
  if (what) {
    form = what;
    put("ask-label", words.asking[what]);
    $("ask-text").maxLength = what === "ask" ? 280 : 140;
  }
  draw();
}

function opens(id, what) {
  $(id).onclick = () => {
    if (what !== form) $("ask-text").value = "";
    said.delete(what);
    askForm(what);
    $("ask-text").focus();
  };
}

function closeForm() {
  askForm("");
  $("ask-open").focus();
}

opens("ask-open", "ask");
opens("two-open", "offer_talk");
$("ask-close").onclick = closeForm;
onSubmit($("ask"), () => {
  const text = clean($("ask-text"));
  if (!filled($("ask-text"), form)) return;
  act(form, form === "ask" ? { text } : { title: text });
  $("ask-text").value = "";
  closeForm();
});
$("claim-yes").onclick = () => act("claim_signup", { person: maybes()[0].person });
$("claim-no").onclick = () => {
  kept.set(notMe(maybes()[0]), "1");
  draw();
};
$("call").onclick = () => {
  document.activeElement.blur();
  away = "";
  typedAt = 0;
  draw();
};
$("called-back").onclick = () => {
  away = call;
  draw();
};
document.addEventListener("focusout", (event) => {
  if (!event.target.matches("input,textarea")) return;
  typedAt = Date.now();
  setTimeout(later, 1050);
});
