/* The kiosk: a phone for whoever has none. It is let in by a one-time code, and every visit is somebody new.

   What a visit leaves is kept for this page only, and what has no answer yet is sent before the next one begins: a
   page that is loaded anew takes nothing of the last visit with it. Without the laptop nobody could come in anyway. */

import { $, put, say, show } from "/draw.js";
import { BEAT, kept, token } from "/link.js";
import { go, line, me, screen, start, way } from "/phone.js";

const IDLE = BEAT * 4; // nobody touched it for so long: the visit is over
const WARN = BEAT * 8 / 3; // and says so before, for a third of it
const HERE = "teachmeet.kiosk"; // what makes this machine the kiosk
const VISIT = "teachmeet.kiosk."; // what a visit keeps
const OVER = `${VISIT}over`;
const CLOSED = `${VISIT}closed`;
let machine = mine("getItem");
let let_in = false; // whether the host's code was taken
let touched = Date.now();
let over = Boolean(kept.get(OVER)); // the visit is over, and something of it may wait to be sent
let leaving = false;

/* What the machine keeps; where storage is blocked, for as long as the page is there. */
function mine(what, value) {
  try {
    return localStorage[what](HERE, value);
  } catch (blocked) {
    return null;
  }
}

way.enter = (code) => {
  machine = machine || token(16);
  start("kiosk", { kiosk: machine, key: code });
};

/* The host took the pass back, or the code was none. */
way.refused = () => {
  const closed = let_in || mine("getItem");
  if (!closed) return say("kiosk.wrong");
  mine("removeItem");
  forget();
  kept.set(CLOSED, "1");
  location.reload(); // what the visit left on the page goes with it
  return say("kiosk.closed");
};

function forget() {
  kept.keys(VISIT).concat("teachmeet.lang").forEach((key) => kept.drop(key));
  kept.drop("teachmeet.lang"); // the next one may speak another
}

// ── the end of a visit

function end() {
  over = true;
  kept.set(OVER, "1");
  document.documentElement.classList.add("over");
  show("ending", true);
  $("ending-head").focus();
  tick();
}

/* Everything is sent: a fresh page, as soon as the laptop can give one. */
function leave() {
  leaving = true;
  fetch("/kiosk").then((page) => {
    if (!page.ok) throw page;
    line.leave();
    forget();
    blank();
    history.replaceState(null, "", "/kiosk");
    location.reload();
  }).catch(() => setTimeout(() => (leaving = false), BEAT / 5));
}

/* Some browsers fill in again what stood in a field before. */
function blank() {
  document.querySelectorAll("form").forEach((form) => form.reset());
}

const begun = () => me || line.entries().length || screen === "return" || $("join-name").value;

function tick() {
  if (!line) return;
  if (!let_in && line.line() === "live") {
    let_in = true;
    mine("setItem", machine);
  }
  if (over) {
    const waits = line.entries().length;
    const live = line.line() === "live";
    put("ending-how", live ? "" : waits ? say("kiosk.kept") : say("kiosk.away"));
    if (live && !waits && !leaving) leave();
    return;
  }
  const left = IDLE - (Date.now() - touched);
  show("visit", let_in);
  show("done", begun());
  put("still", begun() ? (left < IDLE - WARN ? say("kiosk.still", { n: Math.max(0, Math.ceil(left / 1000 / 5)) * 5 }) : "") : say("kiosk.welcome"));
  $("still").className = begun() ? "soon" : "past";
  if (left > 0) return;
  touched = Date.now();
  if (me || line.entries().length) end();
  else {
    blank();
    go("now");
  }
}

["mousedown", "touchstart", "keydown", "wheel", "input"].forEach((event) =>
  addEventListener(event, () => (touched = Date.now()), { passive: true, capture: true }));
addEventListener("focusin", (event) => {
  if (event.target.matches("input")) event.target.autocomplete = "off"; // nobody is offered the last one's name
});
$("done").onclick = end;
put($("code").querySelector("h2"), say("kiosk.title"));
put($("code").querySelector("label"), say("kiosk.label"));
if (kept.get(CLOSED)) {
  kept.drop(CLOSED);
  put("code-state", say("kiosk.closed"));
  $("code-state").className = "state wrong";
}
if (over) end();
if (machine) way.enter("");
setInterval(tick, 250);
