/* The vote: a card at a time, what I say to it, and what came of it. */

import { $, bar, list, make, parts, put, say, show, span, state, typed } from "/draw.js";
import { kept } from "/link.js";
import { act, draw, line, me, panels, said, screen, titleOf, waiting } from "/phone.js";
import { button, pitchOf, rows, topicsById } from "/rows.js";
import { alone } from "/talk.js";
import { words } from "/words.js";

const SLOW = 700; // longer than this nobody waits for the server's choice of the next card
const SETTLE = 350; // a card that has just come takes no answer: that tap was meant for the one before
const REPLIES = { 3: "interested", 2: "maybe", 1: "skip" };
let card = null; // the topic on the card; null behind the last one
let seat = 0; // its place, for when it goes
let trail = []; // by interest: the cards I was shown
let answeredAt = 0; // by interest: when I answered the card that still stands there
let shownAt = 0;
let cardRound = null;

const interest = () => panels.round.method === "interest";
const stackable = () => panels.round.method === "dots" && panels.round.most > 1;
const keyOf = (topic) => `vote ${panels.round.round} ${topic}`;
const saved = () => (me.round === panels.round.round ? me.votes : {});

/* My votes as I want them: what is saved, and over it what waits. */
function myVotes() {
  const votes = Object.assign({}, saved());
  for (const { do: what, with: vote } of waiting) {
    if (what === "vote" && vote.round === panels.round.round) votes[vote.topic] = vote.dots;
  }
  return votes;
}

const total = (votes) => Object.keys(votes).reduce((sum, topic) => sum + votes[topic], 0);

/* The dots that are gone: those on topics that became one count each, until they are taken back. */
function used(votes) {
  return me.round === panels.round.round ? me.board.spent + total(votes) - total(saved()) : total(votes);
}

/* Everybody has an order of their own, and it stays as it is when topics come together or go. */
function lot(topic) {
  let x = Math.imul(topic, 0x9e3779b1) ^ Math.imul(me.person, 0x85ebca6b) ^ Math.imul(panels.round.round, 0xc2b2ae35);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}

function cards() {
  const here = topicsById();
  return panels.round.topics.filter((topic) => here.has(topic)).sort((a, b) => lot(a) - lot(b) || a - b);
}

/* The card of whoever pitches just now, if it stands in this round. */
function lit(order) {
  const { on } = panels.pitching;
  return on && order.indexOf(on.topic) >= 0 ? on.topic : null;
}

/* The card that comes next, by interest: the server's choice, which few have seen. */
function following(order, votes) {
  const left = order.filter((topic) => !votes[topic]);
  const first = lit(left) || me.board.next;
  return left.indexOf(first) >= 0 ? first : left.length ? left[0] : null;
}

export function drawVote() {
  const { round } = panels;
  const votes = myVotes();
  // Which card is the first is not known before all of this came.
  const known = panels.topics.edition >= 0 && panels.pitching.on !== undefined && (!interest() || me.round === round.round);
  show("used", round.open);
  show("card", round.open && known);
  show("vote-none", !round.round);
  show("vote-secret", round.open);
  show("results", round.round && (!round.open || !round.hidden));
  if (!round.round) {
    show("lit", false);
    return show("mine", false);
  }
  if (round.open && known) drawCard(votes);
  if (!round.open) show("lit", false);
  if (!round.open || !round.hidden) drawResults();
  drawMyVotes(votes);
}

// ── the card

function drawCard(votes) {
  const { round } = panels;
  const order = cards();
  const light = lit(order);
  settle(order, votes, light);
  seat = card === null ? order.length : order.indexOf(card);
  const topic = topicsById().get(card);
  show("lit", light && light !== card && !votes[light]);
  if (light) put("lit", say("vote_page.pitching", { title: alone(titleOf(panels.pitching.on)) }));
  drawUsed(votes);
  put("card-title", topic ? titleOf(topic) : say("vote_page.all_seen", { n: order.length }));
  put("card-detail", topic ? topic.detail || "" : say("vote_page.all_seen_hint"));
  parts("card-who", topic ? [pitchOf(topic), topic.name].concat(topic.leads) : []);
  parts("card-joined", topic ? topic.merged.map((merged, i) => (i ? "" : `${say("vote_page.with")} `) + titleOf(merged)) : []);
  const { answered } = panels.tally;
  put("card-answered", topic && light === card && answered ? say("vote_page.answered", { n: answered }) : "");
  show("replies", topic && interest());
  drawButtons(topic, votes, order);
  const done = interest() ? order.filter((other) => votes[other]).length : Math.min(seat + 1, order.length);
  put("vote-place", topic ? say("vote_page.place", { place: done, n: order.length }) : "");
  bar("vote-bar", order.length ? done / order.length : 1);
  state("vote-state", keyOf(card), topic && votes[card] > 0 && !interest());
}

/* Which card stands there. It never changes by itself but when its topic goes. */
function settle(order, votes, light) {
  const { round } = panels;
  if (cardRound !== round.round) {
    cardRound = round.round;
    trail = [];
    answeredAt = 0;
    const fresh = light && !votes[light];
    turn(interest() ? following(order, votes) : fresh ? light : order[0]);
  } else if (card !== null && order.indexOf(card) < 0) {
    trail = trail.filter((topic) => order.indexOf(topic) >= 0);
    const into = panels.topics.topics.filter((topic) => topic.merged.some((merged) => merged.topic === card))[0];
    if (into && order.indexOf(into.topic) >= 0) turn(into.topic);
    else turn(interest() ? following(order, votes) : order[Math.min(seat, order.length - 1)]);
  } else if (answeredAt && goesOn()) {
    turn(following(order, votes));
    setTimeout(() => $("card-title").focus());
  }
}

/* Whether the answer is saved, or takes so long that the next card is better chosen here. */
function goesOn() {
  const sends = waiting.some((entry) => entry.do === "vote" && entry.with.topic === card);
  return !sends || line.line() !== "live" || Date.now() - answeredAt > SLOW;
}

function turn(topic) {
  card = topic === undefined ? null : topic;
  answeredAt = 0;
  shownAt = Date.now();
  if (!interest()) return;
  if (card !== null && trail.indexOf(card) < 0) trail.push(card);
  setTimeout(draw, SETTLE + 20);
}

function drawUsed(votes) {
  const { round } = panels;
  const spent = used(votes);
  const chosen = Object.keys(votes).filter((topic) => votes[topic]).length;
  const text = { dots: say("vote_page.used", { used: spent, most: round.dots }), approval: say("vote_page.chosen_n", { n: chosen }) };
  put($("used").firstElementChild, text[round.method] || "");
  const shown = round.method === "dots" && round.dots <= 8;
  put($("used").lastElementChild, shown ? "●".repeat(Math.min(spent, round.dots)) + "○".repeat(Math.max(0, round.dots - spent)) : "");
}

function drawButtons(topic, votes, order) {
  const { round } = panels;
  const n = topic ? votes[card] || 0 : 0;
  const full = round.method === "dots" && used(votes) >= round.dots;
  const go = round.method === "approval" ? say("vote_page.go_yes") : say("vote_page.go");
  const chosen = round.method === "approval" ? say("vote_page.yes") : say("vote_page.chosen");
  const stacks = n > 0 && stackable();
  show("stack", stacks);
  show("vote-go", !stacks && !(topic && interest()) && !(interest() && !order.length));
  put("vote-here", `● ${say("vote_page.here", { n })}`);
  disable("vote-more", full || n >= round.most);
  put("vote-go", topic ? (n ? `● ${chosen}` : go) : say("vote_page.again"));
  disable("vote-go", n > 0 || (topic && full));
  $("vote-go").classList.toggle("chosen", n > 0);
  $("vote-back").disabled = interest() ? behind() < 0 : seat === 0;
  $("vote-undo").disabled = !n || interest() || stacks;
  $("vote-skip").disabled = !topic || (interest() && !n);
  put("vote-skip", say(n ? "vote_page.next" : "vote_page.skip"));
  if (interest()) drawReplies(n);
}

function drawReplies(n) {
  const waits = answeredAt || Date.now() - shownAt < SETTLE;
  $("replies").querySelectorAll("button").forEach((reply) => {
    const mine = Number(reply.dataset.reply) === n;
    put(reply, (mine ? "● " : "") + words.reply[REPLIES[reply.dataset.reply]]);
    reply.setAttribute("aria-pressed", String(mine));
    disable(reply, waits);
    reply.classList.toggle("chosen", mine);
  });
}

function disable(id, when) {
  $(id).setAttribute("aria-disabled", when ? "true" : "false");
}

/* By interest: the place on the trail of the card before this one. */
const behind = () => (card === null ? trail.length : trail.indexOf(card)) - 1;

// ── below it

/* Votes, and those that were refused: what I wanted must not vanish without a word. */
function drawMyVotes(votes) {
  const { round } = panels;
  const here = topicsById();
  const items = cards()
    .map((topic) => ({ topic, title: titleOf(here.get(topic)), n: (round.open && votes[topic]) || 0, no: said.get(keyOf(topic)) }))
    .map((item) => Object.assign(item, { no: item.no && item.no.kind === "wrong" ? item.no.text : "" }))
    .filter((item) => item.no || item.n > (interest() ? 1 : 0));
  show("mine", round.open || items.length);
  rows("mine-list", items.length ? items : [null], (item) => (item ? item.topic : 0), (item) => {
    if (!item) return make("li", "past", say("vote_page.mine_none"));
    const row = make("li", "", typed("span", item.title));
    if (item.no) row.append(make("p", "wrong", item.no));
    if (item.n && interest()) row.append(make("p", "past", words.reply[REPLIES[item.n]]), button("change", say("vote_page.change"), item.title, () => turnTo(item.topic)));
    else if (item.n) {
      if (item.n > 1) row.append(make("p", "past", say("vote_page.here", { n: item.n })));
      row.append(button("back", say("vote_page.take_back"), item.title, () => {
        vote(item.topic, 0);
        $("mine-head").focus();
      }));
    }
    return row;
  });
}

function drawResults() {
  const { round, topics, tally } = panels;
  const ready = tally.counts && tally.edition === topics.edition && tally.round === round.round;
  put("results-title", say(round.open ? "vote_page.so_far" : "vote_page.results"));
  const items = !ready ? [] : topics.topics
    .map((topic, i) => ({
      title: titleOf(topic), topic: topic.topic, n: tally.counts[i], maybe: tally.maybes ? tally.maybes[i] : 0,
      yours: saved()[topic.topic] > (interest() ? 2 : 0), hands: topic.hands,
    }))
    .filter((item) => round.topics.indexOf(item.topic) >= 0)
    .sort((a, b) => b.n - a.n || b.maybe - a.maybe);
  const most = Math.max(1, ...items.map((item) => item.n));
  list("bars", [items, round.method], ready ? items : [null], (item) => {
    if (!item) return make("li", "past", say("vote_page.counting"));
    const length = make("div", "bar", make("i", ""));
    length.setAttribute("aria-hidden", "true");
    length.firstChild.style.width = `${(item.n / most) * 100}%`;
    const counts = [say(interest() ? "vote_page.interested" : round.method === "approval" ? "vote_page.yeses" : "vote_page.dots", { n: item.n })];
    if (item.maybe) counts.push(say("vote_page.maybes", { n: item.maybe }));
    if (item.hands) counts.push(say("vote_page.hands", { n: item.hands }));
    const count = make("p", "past", counts.join(" · "));
    if (item.yours) count.append(" · ", make("b", "", `● ${say("vote_page.yours")}`));
    return make("li", "", typed("span", item.title), length, count);
  });
}

/* What was joined with what I voted for or suggested: told once, and there to be read. */
export function drawMerges() {
  const votes = saved();
  const notes = me.board.merged.map((note) => say(votes[note.into] ? "vote_page.merged_vote" : "vote_page.merged", {
    title: alone(titleOf(note)), into: alone(note.into_title || titleOf(note)),
  }));
  list("merges", notes, notes, (note) => make("li", "", note));
  const told = JSON.stringify(me.board.merged.map((note) => [note.topic, note.into]));
  const key = `${line.prefix}merged`;
  if (told === (kept.get(key) || "[]")) return;
  kept.set(key, told);
  if (notes.length) put("aloud", notes[notes.length - 1]);
}

// ── acts

function vote(topic, dots) {
  act("vote", { round: panels.round.round, topic, dots }, keyOf(topic));
}

function turnTo(topic) {
  turn(topic);
  draw();
  $("card-title").focus();
  scrollTo(0, 0);
}

function step(places) {
  const order = cards();
  if (interest()) {
    const on = trail[trail.indexOf(card) + 1];
    turnTo(places < 0 ? trail[behind()] : on !== undefined && card !== null ? on : following(order, myVotes()));
  } else turnTo(order[seat + places]);
}

/* What only time changes. */
export function drawVoteTime() {
  if (screen !== "vote") return;
  const { round, tally } = panels;
  const texts = [];
  if (round.open) {
    if (tally.round === round.round && tally.voters) texts.push(say("vote_page.voted", tally));
    if (round.closes_at) texts.push(say("vote_page.closes", { time: span(Math.max(0, round.closes_at - line.now())) }));
    if (answeredAt && cardRound === round.round && me.round === round.round && goesOn()) draw();
  }
  parts("vote-line", texts);
}

$("vote-go").onclick = () => {
  if (card === null) {
    trail = cards();
    return turnTo(trail[0]);
  }
  const votes = myVotes();
  if (votes[card]) return;
  more(votes);
  if (!$("stack").hidden) $("vote-more").focus();
};

/* One dot more on this card, or why not. */
function more(votes) {
  const { round } = panels;
  const n = votes[card] || 0;
  const full = round.method === "dots" && used(votes) >= round.dots;
  if (!full && n < (stackable() ? round.most : 1)) return vote(card, n + 1);
  said.set(keyOf(card), { text: full ? say("vote_page.all_used", { n: round.dots }) : say("vote_page.most_here", { n: round.most }), kind: "soon" });
  draw();
}

$("vote-less").setAttribute("aria-label", say("vote_page.less"));
$("vote-more").setAttribute("aria-label", say("vote_page.more"));
$("vote-more").onclick = () => more(myVotes());
$("vote-less").onclick = () => {
  vote(card, Math.max(0, (myVotes()[card] || 0) - 1));
  if ($("stack").hidden) $("vote-go").focus();
};
$("vote-undo").onclick = () => {
  vote(card, 0);
  $("vote-go").focus();
};
$("replies").querySelectorAll("button").forEach((reply) => (reply.onclick = () => {
  if (card === null || reply.getAttribute("aria-disabled") === "true") return;
  answeredAt = Date.now();
  const same = myVotes()[card] === Number(reply.dataset.reply);
  if (same) draw();
  else vote(card, Number(reply.dataset.reply));
}));
$("lit").onclick = () => turnTo(panels.pitching.on.topic);
$("vote-back").onclick = () => step(-1);
$("vote-skip").onclick = () => step(1);
