/* The vote: a card at a time, my dots, and what came of it. */

import { $, bar, changed, list, make, parts, put, say, show, span, state, typed } from "/draw.js";
import { act, draw, line, me, panels, pitchOf, said, titleOf, waiting } from "/phone.js";

let card = null; // the topic on the card; null behind the last one
let seat = 0; // its place, for when it goes
let cardRound = null;

/* My dots as I want them: what is saved, and over it what waits. */
function myVotes() {
  const votes = Object.assign({}, me.round === panels.round.round ? me.votes : {});
  for (const { do: what, with: vote } of waiting) {
    if (what === "vote" && vote.round === panels.round.round) votes[vote.topic] = vote.dots;
  }
  return votes;
}

export const used = (votes) => Object.keys(votes).reduce((sum, topic) => sum + votes[topic], 0);
const keyOf = (topic) => `vote ${panels.round.round} ${topic}`;
const topicsById = () => new Map(panels.topics.topics.map((topic) => [topic.topic, topic]));

/* The cards of the round: everybody starts elsewhere, so that no topic is the first for all. */
function cards() {
  const { topics } = panels.round;
  const first = me.person % (topics.length || 1);
  const here = topicsById();
  return topics.slice(first).concat(topics.slice(0, first)).filter((topic) => here.has(topic));
}

export function drawVote() {
  const { round } = panels;
  const votes = myVotes();
  show("open", round.open);
  show("used", round.open);
  show("card", round.open);
  show("vote-none", !round.round);
  show("results", round.round && !round.open);
  if (!round.round) return show("mine", false);
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
    .map((topic, i) => ({ topic: topic.topic, title: titleOf(topic), n: tally.counts[i], yours: me.round === round.round && me.votes[topic.topic] > 0 }))
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

/* What only time changes. */
export function drawVoteTime() {
  const { round, tally } = panels;
  const texts = [];
  if (round.open) {
    if (tally.round === round.round && tally.voters) texts.push(say("vote_page.voted", tally));
    if (round.closes_at) texts.push(say("vote_page.closes", { time: span(Math.max(0, round.closes_at - line.now())) }));
  }
  parts("vote-line", texts);
}

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
