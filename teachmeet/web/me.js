/* Me: my name, what is saved of me, and being forgotten. */

import { $, changed, clean, list, make, onSubmit, say, show, state } from "/draw.js";
import { act, me, panels, waiting } from "/phone.js";
import { words } from "/words.js";

export function drawMe() {
  const field = $("me-name");
  if (document.activeElement !== field && changed(field, me.name)) field.value = me.name || "";
  state("me-state", "join");
  state("forget-state", "forget_me");
  const votes = panels.round.method === "dots" ? me.board.spent : Object.keys(me.votes).filter((topic) => me.votes[topic]).length;
  const items = [["votes", votes], ["topics", me.topics.length], ["going", me.board.going.length], ["questions", me.questions], ["waiting", waiting.length]]
    .filter(([name, n]) => n || (name !== "waiting" && name !== "going"))
    .map(([name, n]) => say(words.me_page[name], { n }));
  list("me-saved", items, items, (item) => make("li", "", item));
}

export function sure(open) {
  show("sure", open);
  show("forget", !open);
  $(open ? "sure-head" : "forget").focus();
  if (open) $("forget-no").scrollIntoView({ block: "center" }); // both answers are seen, above the tabs
}

onSubmit($("me").querySelector("form"), () => act("join", { name: clean($("me-name")) }));
$("forget").onclick = () => sure(true);
$("forget-no").onclick = () => sure(false);
$("forget-yes").onclick = () => act("forget_me", {});
