/* Draws the panels on a phone and sends what a finger asks for. Holds no rules: the server's answer is the truth.
   What people typed only ever becomes text (`textContent`), never markup. */

import { about, kept, link } from "/link.js";

const $ = (id) => (typeof id === "string" ? document.getElementById(id) : id);
const words = JSON.parse($("words").textContent);
const plural = typeof Intl.PluralRules === "function" && new Intl.PluralRules(document.documentElement.lang);

const panels = {
  meet: null,
  now: { on: null, clock: null, next: null, left: 0 },
  topics: { edition: -1, topics: [] },
  round: { number: 0, round: null, open: false, dots: 0, topics: [], closes_at: null },
  tally: { round: null, edition: -2, voted: 0, voters: 0, counts: null },
};
const said = new Map(); // what a command was about → how the last one ended, in words
let line = null; // the link to the meet
let mine = null;
let known = false; // whether the server has told me who I am
let screen = "";
let card = null; // the topic on the card; null behind the last one
let seat = 0; // its place, for when it goes
let cardRound = null;
let waiting = []; // what has no answer yet

// ── words

function fill(text, values) {
  if (typeof text === "object") text = text[plural ? plural.select(values.n) : values.n === 1 ? "one" : "other"] || text.other;
  return text.replace(/\{(\w+)\}/g, (gap, name) => values[name]);
}

function say(key, values) {
  return fill(key.split(".").reduce((tree, name) => tree[name], words.phone), values || {});
}

/* Why the server said no: in the page's words, or else in the server's. */
function whyNot(no) {
  const text = (words.refusal || {})[no.code];
  return text ? fill(text, no.values) : no.say;
}

/* What was typed on one line, without what would move a cursor or reorder a line (the server refuses it). */
function clean(field) {
  return field.value
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ")
    .replace(/([\ud800-\udbff][\udc00-\udfff])|[\ud800-\udfff]/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

function span(milliseconds) {
  const over = milliseconds < 0;
  const seconds = over ? Math.floor(-milliseconds / 1000) : Math.ceil(milliseconds / 1000);
  return `${over ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// ── drawing: every function may be called at any time, and touches only what changed

const drawn = new WeakMap();

function changed(element, data) {
  const key = JSON.stringify(data);
  if (drawn.get(element) === key) return false;
  drawn.set(element, key);
  return true;
}

function put(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

function show(id, when) {
  if ($(id).hidden === Boolean(when)) $(id).hidden = !when;
}

/* A list, made anew only when what it shows has changed: a finger may be on it. */
function list(id, data, rows, row) {
  if (!changed($(id), data)) return;
  $(id).textContent = "";
  rows.forEach((one, i) => $(id).append(row(one, i)));
}

function make(tag, kind, ...inside) {
  const element = document.createElement(tag);
  element.className = kind;
  element.append(...inside);
  return element;
}

/* What somebody typed: its own direction, no known language. */
function typed(tag, text) {
  const element = make(tag, "", text);
  element.dir = "auto";
  element.lang = "";
  return element;
}

/* Parts with dots between, each in its own direction. */
function parts(id, texts) {
  texts = texts.filter(Boolean);
  list(id, texts, texts, (text, i) => make("span", "", i ? " · " : "", typed("bdi", text)));
}

function pitchOf(topic) {
  return (topic.pitch === "offer" ? "◆ " : "? ") + say(`pitch.${topic.pitch}`);
}

/* How the last act of this sort stands, in words; `saved` when nothing else is known but that it is. */
function state(id, key, saved) {
  const ended = said.get(key) || (saved ? { text: say("act.saved"), kind: "saved" } : { text: "", kind: "" });
  const sends = waiting.some((entry) => about(entry) === key);
  const online = ["live", "connecting"].indexOf(line.line()) >= 0;
  const now = sends ? { text: say(online ? "act.sending" : "act.kept"), kind: online ? "" : "soon" } : ended;
  put($(id), now.text);
  $(id).className = `state ${now.kind}`;
}

let due = false;

function later() {
  if (due) return;
  due = true;
  Promise.resolve().then(() => {
    due = false;
    draw();
  });
}

function draw() {
  drawScreen();
  drawHead();
  if (!line) return;
  waiting = line.entries();
  state("join-state", "join");
  if (!mine) return;
  drawNow();
  drawVote();
  drawTopics();
  drawMe();
  drawTime();
}

function drawScreen() {
  const tab = location.hash.slice(1);
  const wanted = !line ? "code" : mine ? (["vote", "suggest", "me"].indexOf(tab) >= 0 ? tab : "now") : known ? "join" : "";
  if (wanted === screen) return;
  const within = screen && screen !== "code";
  screen = wanted;
  document.querySelectorAll("main > section").forEach((section) => show(section, section.id === screen));
  show("tabs", Boolean(mine));
  document.querySelectorAll("[data-tab]").forEach((button) => {
    if (button.dataset.tab === screen) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  });
  scrollTo(0, 0);
  if (within && !$("tabs").contains(document.activeElement)) $(screen).querySelector("h2").focus();
}

function drawHead() {
  const how = line ? line.line() : "";
  const shown = ["live", "connecting"].indexOf(how) >= 0 ? how : "offline";
  put("line", how && `${how === "live" ? "●" : "○"} ${say(`line.${shown}`)}`);
  $("line").className = `line ${how === "live" ? "saved" : "soon"}`;
  put("bye", words.phone.bye[how] || "");
  if (!panels.meet) return;
  put("meet", panels.meet.title);
  document.title = panels.meet.title;
  show("rehearsal", panels.meet.rehearsal);
}

function titleOf(thing) {
  return thing.title || say("now_page.untitled");
}

function talkParts(talk) {
  const kind = words.phone.kind[talk.kind] || talk.kind;
  return [talk.name, talk.organisation, `${kind} ${say("now_page.minutes", { n: Math.round(talk.seconds / 6) / 10 })}`];
}

function drawNow() {
  const { on, next, left } = panels.now;
  const starts = panels.meet && panels.meet.starts;
  const early = !on && starts > line.now();
  put("now-kicker", say(on ? "now_page.on" : "now_page.nothing"));
  $("now").classList.toggle("idle", !on);
  put("now-title", on ? titleOf(on) : early ? say("now_page.begins", { time: timeOfDay(starts) }) : next ? "" : say("now_page.idle"));
  parts("now-who", on ? talkParts(on) : []);
  show("next", Boolean(next));
  if (next) {
    put("next-title", titleOf(next));
    parts("next-who", talkParts(next));
  }
  put("now-left", next ? say("now_page.left", { n: left }) : on ? say("now_page.last") : "");
  const round = panels.round;
  show("go-vote", round.round !== null);
  put("go-vote", say(round.open ? "now_page.voting" : "now_page.counted"));
  state("ask-state", "ask");
}

function timeOfDay(milliseconds) {
  const how = { hour: "numeric", minute: "2-digit", timeZone: panels.meet.zone };
  try {
    return new Date(milliseconds).toLocaleTimeString([], how);
  } catch (unknownZone) {
    return new Date(milliseconds).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
  }
}

/* What only time changes; called a few times a second while somebody looks. */
function drawTime() {
  if (!line || !mine || document.hidden) return;
  const clock = panels.now.clock;
  show("now-bar", Boolean(clock));
  if (clock) {
    const left = clock.ends_at === null ? clock.remaining : clock.ends_at - line.now();
    const kind = left < 0 ? "over" : left <= clock.danger ? "now" : left <= clock.warn ? "soon" : "calm";
    put("now-clock", span(left));
    put("now-warn", clock.ends_at === null ? say("timer.paused") : kind === "calm" ? "" : say(`timer.${kind}`));
    $("now").dataset.clock = kind;
    bar("now-bar", left / clock.total);
  } else {
    put("now-clock", "");
    put("now-warn", "");
  }
  const { round, tally } = panels;
  const texts = [];
  if (round.open) {
    if (tally.round === round.round && tally.voters) texts.push(say("vote_page.voted", tally));
    if (round.closes_at) texts.push(say("vote_page.closes", { time: span(Math.max(0, round.closes_at - line.now())) }));
  }
  parts("vote-line", texts);
}

function bar(id, part) {
  $(id).firstElementChild.style.width = `${Math.max(0, Math.min(1, part)) * 100}%`;
}

// ── vote

/* My dots as I want them: what is saved, and over it what waits. */
function myVotes() {
  const votes = Object.assign({}, mine.round === panels.round.round ? mine.votes : {});
  for (const { do: what, with: vote } of waiting) {
    if (what === "vote" && vote.round === panels.round.round) votes[vote.topic] = vote.dots;
  }
  return votes;
}

const used = (votes) => Object.keys(votes).reduce((sum, topic) => sum + votes[topic], 0);
const keyOf = (topic) => `vote ${panels.round.round} ${topic}`;
const topicsById = () => new Map(panels.topics.topics.map((topic) => [topic.topic, topic]));

/* The cards of the round: everybody starts elsewhere, so that no topic is the first for all. */
function cards() {
  const { topics } = panels.round;
  const first = mine.person % (topics.length || 1);
  const here = topicsById();
  return topics.slice(first).concat(topics.slice(0, first)).filter((topic) => here.has(topic));
}

function drawVote() {
  const { round } = panels;
  const votes = myVotes();
  show("open", round.open);
  show("used", round.open);
  show("card", round.open);
  show("vote-none", round.round === null);
  show("results", round.round !== null && !round.open);
  if (round.round === null) return show("mine", false);
  if (round.open) drawCard(votes);
  else drawResults();
  drawMyVotes(votes);
}

function drawCard(votes) {
  const { round } = panels;
  const order = cards();
  if (cardRound !== round.round) {
    cardRound = round.round;
    card = order[0];
  } else if (card !== null && order.indexOf(card) < 0) {
    card = order[Math.min(seat, order.length - 1)];
  }
  if (card === undefined) card = null;
  seat = card === null ? order.length : order.indexOf(card);
  const topic = topicsById().get(card);
  const n = order.length;
  const spent = used(votes);
  put($("used").firstElementChild, say("vote_page.used", { used: spent, most: round.dots }));
  put($("used").lastElementChild, round.dots > 8 ? "" : "●".repeat(Math.min(spent, round.dots)) + "○".repeat(Math.max(0, round.dots - spent)));
  put("card-title", topic ? titleOf(topic) : say("vote_page.all_seen", { n }));
  put("card-detail", topic ? topic.detail || "" : say("vote_page.all_seen_hint"));
  parts("card-who", topic ? [pitchOf(topic), topic.name] : []);
  const chosen = topic && votes[card] > 0;
  put("vote-go", topic ? (chosen ? `● ${say("vote_page.chosen")}` : say("vote_page.go")) : say("vote_page.again"));
  $("vote-go").setAttribute("aria-disabled", chosen || (topic && spent >= round.dots) ? "true" : "false");
  $("vote-go").classList.toggle("chosen", Boolean(chosen));
  $("vote-back").disabled = seat === 0;
  $("vote-undo").disabled = !chosen;
  $("vote-skip").disabled = !topic;
  put("vote-skip", say(chosen ? "vote_page.next" : "vote_page.skip"));
  put("vote-place", topic ? say("vote_page.place", { place: seat + 1, n }) : "");
  bar("vote-bar", n ? Math.min(seat + 1, n) / n : 1);
  state("vote-state", keyOf(card), chosen);
}

/* Votes, and those that were refused: what I wanted must not vanish without a word. */
function drawMyVotes(votes) {
  const { round } = panels;
  const here = topicsById();
  const rows = round.topics
    .map((topic) => ({ topic, here: here.get(topic), chosen: round.open && votes[topic] > 0, no: said.get(keyOf(topic)) }))
    .filter((row) => row.here && (row.chosen || (row.no && row.no.kind === "wrong")));
  show("mine", round.open || rows.length);
  list("mine-list", [rows, round.open], rows.length ? rows : [null], (row) => {
    if (!row) return make("li", "past", say("vote_page.mine_none"));
    const item = make("li", "", typed("span", titleOf(row.here)));
    if (row.no && row.no.kind === "wrong") item.append(make("p", "wrong", row.no.text));
    if (row.chosen) {
      const back = make("button", "quiet", say("vote_page.take_back"));
      back.setAttribute("aria-label", `${back.textContent}: ${titleOf(row.here)}`);
      back.onclick = () => {
        vote(row.topic, 0);
        $("mine-head").focus();
      };
      item.append(back);
    }
    return item;
  });
}

function drawResults() {
  const { round, topics, tally } = panels;
  const ready = tally.counts && tally.edition === topics.edition && tally.round === round.round;
  const rows = !ready ? [] : topics.topics
    .map((topic, i) => ({ topic: topic.topic, title: titleOf(topic), n: tally.counts[i], yours: mine.round === round.round && mine.votes[topic.topic] > 0 }))
    .filter((row) => round.topics.indexOf(row.topic) >= 0)
    .sort((a, b) => b.n - a.n);
  const most = Math.max(1, ...rows.map((row) => row.n));
  list("bars", rows, ready ? rows : [null], (row) => {
    if (!row) return make("li", "past", say("vote_page.counting"));
    const length = make("div", "bar", make("i", ""));
    length.setAttribute("aria-hidden", "true");
    length.firstChild.style.width = `${(row.n / most) * 100}%`;
    const count = make("p", "past", say("vote_page.dots", { n: row.n }));
    if (row.yours) count.append(" · ", make("b", "", `● ${say("vote_page.yours")}`));
    return make("li", "", typed("span", row.title), length, count);
  });
}

function vote(topic, dots) {
  act("vote", { round: panels.round.round, topic, dots }, keyOf(topic));
}

function step(places) {
  const order = cards();
  card = places ? order[seat + places] : order[0];
  if (card === undefined) card = null;
  draw();
  $("card-title").focus();
}

// ── suggest, me

function drawTopics() {
  const { topics } = panels.topics;
  state("suggest-state", "suggest");
  show("topics-none", !topics.length);
  list("topics", [topics, mine.topics], topics, (topic) => {
    const who = make("p", "past");
    parts(who, [pitchOf(topic), topic.name, mine.topics.indexOf(topic.topic) >= 0 && say("suggest_page.yours")]);
    return make("li", "", typed("span", titleOf(topic)), topic.detail ? typed("p", topic.detail) : "", who);
  });
}

function drawMe() {
  const field = $("me-name");
  if (document.activeElement !== field && changed(field, mine.name)) field.value = mine.name || "";
  state("me-state", "join");
  state("forget-state", "forget_me");
  const rows = [["votes", used(mine.votes)], ["topics", mine.topics.length], ["questions", mine.questions], ["waiting", waiting.length]]
    .filter((row) => row[1] || row[0] !== "waiting")
    .map((row) => say(`me_page.${row[0]}`, { n: row[1] }));
  list("me-saved", rows, rows, (row) => make("li", "", row));
}

// ── acts

function act(what, args, key) {
  said.delete(key || what);
  line.ask(what, args);
  draw();
}

/* Whether a field has something in it; else says so beside the button. */
function filled(field, key) {
  if (clean(field)) return true;
  said.set(key, { text: say("act.empty"), kind: "wrong" });
  draw();
  field.focus();
  return false;
}

function onSubmit(form, run) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
}

function askForm(open) {
  $("now").classList.toggle("asking", open);
  show("ask", open);
  show("ask-open", !open);
  show("ask-send", open);
  show("ask-close", open);
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
onSubmit($("ask"), () => {
  if (!filled($("ask-text"), "ask")) return;
  act("ask", { text: clean($("ask-text")) });
  $("ask-text").value = "";
  askForm(false);
  $("ask-open").focus();
});
$("ask-open").onclick = () => {
  said.delete("ask");
  askForm(true);
  draw();
  $("ask-text").focus();
};
$("ask-close").onclick = () => {
  askForm(false);
  $("ask-open").focus();
};
$("vote-go").onclick = () => {
  if (card === null) return step(0);
  const votes = myVotes();
  if (votes[card]) return;
  if (used(votes) < panels.round.dots) return vote(card, 1);
  said.set(keyOf(card), { text: say("vote_page.all_used", { n: panels.round.dots }), kind: "soon" });
  draw();
};
$("vote-undo").onclick = () => {
  vote(card, 0);
  $("vote-go").focus();
};
$("vote-back").onclick = () => step(-1);
$("vote-skip").onclick = () => step(1);
$("go-vote").onclick = () => go("vote");
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
    if (name === "round" && mine && data.open !== panels.round.open) put("aloud", data.open ? say("vote_page.opened") : "");
    panels[name] = data;
    later();
  },
  mine(now) {
    if (!mine && now) said.delete("join");
    if (mine && !now) {
      said.clear();
      sure(false);
      $("join-name").value = "";
    }
    mine = now;
    known = true;
    later();
  },
  line: later,
  answered(entry) {
    said.set(about(entry), { text: say("act.saved"), kind: "saved" });
    if (entry.do === "vote" && !entry.with.dots) said.delete(about(entry));
    later();
  },
  refused(entry, no) {
    said.set(about(entry), { text: whyNot(no), kind: "wrong" });
    if (entry.do === "suggest" && !$("topic").value) {
      $("topic").value = entry.with.title;
      $("detail").value = entry.with.detail;
    }
    if (entry.do === "ask" && !$("ask-text").value) {
      $("ask-text").value = entry.with.text;
      askForm(true);
    }
    later();
  },
  fatal(no) {
    line = null;
    put("code-state", whyNot(no));
    $("code-state").className = "state wrong";
    draw();
  },
};

function start(code) {
  known = !kept.get(`teachmeet.${code}.secret`); // nobody yet; else wait to be told who
  line = link(code, on);
  draw();
}

document.querySelectorAll("[data-say]").forEach((element) => put(element, say(element.dataset.say)));
$("tabs").setAttribute("aria-label", say("tabs"));
setInterval(drawTime, 250);
document.addEventListener("visibilitychange", later);
addEventListener("hashchange", later);
const path = /^\/j\/([^/]+)/i.exec(location.pathname);
if (path) start(decodeURIComponent(path[1]).toUpperCase());
else draw();
