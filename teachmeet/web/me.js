/* Me: my name, what I do and look for, what may be published, what is saved of me, my code, and being forgotten. */

import { $, changed, clean, list, make, onSubmit, put, say, show, state, typed } from "/draw.js";
import { kept } from "/link.js";
import { act, draw, filled, go, line, me, panels, screen, titleOf, waiting } from "/phone.js";
import { topicsById } from "/rows.js";
import { words } from "/words.js";

const PAUSES = ["break", "lunch", "take_home", "teacheat"];

export function drawMe() {
  mirror("me-name", me.name);
  mirror("does", me.hall.does);
  mirror("seeks", me.hall.seeks);
  state("me-state", "join");
  state("profile-state", "set_profile");
  state("forget-state", "forget_me");
  drawConsent();
  const votes = panels.round.method === "dots" ? me.board.spent : Object.keys(me.votes).filter((topic) => me.votes[topic]).length;
  const items = [["votes", votes], ["topics", me.topics.length], ["going", me.board.going.length], ["questions", me.questions], ["waiting", waiting.length]]
    .filter(([name, n]) => n || (name !== "waiting" && name !== "going"))
    .map(([name, n]) => say(words.me_page[name], { n }));
  list("me-saved", items, items, (item) => make("li", "", item));
  const mine = myWords();
  list("my-words", mine, mine, ([what, text]) => make("li", "", make("p", "past", what), typed("span", text)));
  const { code } = me.hall;
  put("my-code", code ? `${code.slice(0, 3)} ${code.slice(3)}` : "");
}

/* A field shows what is saved, unless somebody types there or what they typed is not sent yet. */
function mirror(id, text) {
  const field = $(id);
  if (document.activeElement !== field && changed(field, [me.person, text])) field.value = text || "";
}

function drawConsent() {
  const asked = waiting.filter((entry) => entry.do === "give_consent").pop();
  const publish = asked ? asked.with.publish : me.hall.publish;
  $("consent-yes").checked = publish === true;
  $("consent-no").checked = publish === false;
  state("consent-state", "give_consent");
  if (publish === null && !$("consent-state").textContent) put("consent-state", say("me_page.consent_open"));
}

function myWords() {
  const topics = topicsById();
  const pitched = me.topics.map((topic) => [say("me_page.topic"), topics.has(topic) ? titleOf(topics.get(topic)) : kept.get(`${line.prefix}title.${topic}`)]);
  return pitched.concat(me.hall.questions.map((question) => [say("me_page.question"), question.text])).filter(([, text]) => text);
}

export function sure(open) {
  show("sure", open);
  show("forget", !open);
  $(open ? "sure-head" : "forget").focus();
  if (open) $("forget-no").scrollIntoView({ block: "center" }); // both answers are seen, above the tabs
}

// ── in a pause, once somebody has done something: who they are

const TOLD_LATER = () => `${line.prefix}tell`;

export function drawTell() {
  const { hall, board } = me;
  const { on, segment } = panels.now;
  const pause = !on && !panels.round.open && !panels.pitching.on && (!segment || PAUSES.indexOf(segment.kind) >= 0);
  const acted = board.spent || me.topics.length || me.questions || board.going.length || hall.backed.length || Object.keys(me.votes).length;
  const open = hall.publish === null || !(hall.does || hall.seeks);
  show("tell", pause && acted && open && !kept.get(TOLD_LATER()));
}

$("tell-yes").onclick = () => {
  kept.set(TOLD_LATER(), "1");
  go("me");
  $("profile-head").focus();
  $("profile-head").scrollIntoView();
};
$("tell-no").onclick = () => {
  kept.set(TOLD_LATER(), "1");
  draw();
  $("now-kicker").focus();
};

// ── with another phone

export function drawReturn() {
  if (screen === "return") state("return-state", "return_as");
}

export function returned(entry) {
  if (entry.do !== "return_as") return;
  $("return-code").value = "";
  if (screen === "return") go("now");
}

onSubmit($("return").querySelector("form"), () => {
  if (filled($("return-code"), "return_as")) act("return_as", { code: clean($("return-code")) });
});
$("return-no").onclick = () => go(me ? "me" : "now");
$("me-return").onclick = () => go("return");

onSubmit($("me").querySelector("form"), () => act("join", { name: clean($("me-name")) }));
onSubmit($("profile"), () => act("set_profile", { does: clean($("does")), seeks: clean($("seeks")) }));
["yes", "no"].forEach((answer) => ($(`consent-${answer}`).onchange = () => act("give_consent", { publish: answer === "yes" })));
$("forget").onclick = () => sure(true);
$("forget-no").onclick = () => sure(false);
$("forget-yes").onclick = () => act("forget_me", {});
