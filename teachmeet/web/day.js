/* My day: the board slot by slot, what is mine of it, where I go; and what changed. */

import { $, changed, make, put, say, show, typed } from "/draw.js";
import { kept } from "/link.js";
import { act, draw, go, line, me, panels, said, screen, titleOf, waiting } from "/phone.js";
import { button, named, pitchOf, rows, wished, withWishes } from "/rows.js";
import { alone, timeOfDay } from "/talk.js";

const opened = new Set(); // the slots of which all sessions are shown
let past = false; // whether the slots that are over are shown
let toldEdition = 0; // the edition of the board that was told
let drawnAt = 0;

const seenKey = () => `${line.prefix}seen`;
const roomOf = (session) => panels.board.rooms.filter((room) => room.room === session.room)[0];
const placeOf = (session) => (roomOf(session) ? roomOf(session).name : session.where);
const from = (slot) => timeOfDay(slot.starts);

/* What concerns me of the board: where I go, what I do there, and, said of no slot, what I chose. */
function mineOfDay() {
  return {
    going: withWishes(me.board.going, wished("go", "going")),
    leads: new Set(me.board.leads),
    scribes: new Set(me.board.scribes),
    wishes: new Set(me.board.wishes),
  };
}

const does = (mine, topic) => (mine.leads.has(topic) ? "leads" : mine.scribes.has(topic) ? "scribes" : "");

/* My sessions of a slot: those I said I go to or have a part in, else those I chose. */
function mineIn(sessions, mine) {
  const sure = sessions.filter(({ topic }) => mine.going.has(topic) || does(mine, topic));
  return sure.length ? sure : sessions.filter(({ topic }) => mine.wishes.has(topic));
}

export function drawDay() {
  const { board } = panels;
  const mine = mineOfDay();
  const now = line.now();
  const items = board.slots.map((slot) => slotItem(slot, mine, now)).filter((item) => item.sessions.length);
  const over = items.filter((item) => item.ends <= now);
  const gone = board.gone.length;
  show("gone", gone);
  if (gone && changed($("gone"), board.gone)) {
    $("gone").textContent = "";
    $("gone").append(named(say("day_page.gone"), board.gone));
  }
  rows("slots", items.filter((item) => item.ends > now), (item) => item.slot, drawSlot);
  show("past-open", over.length);
  put("past-open", say(past ? "day_page.fold" : "day_page.past", { n: over.length }));
  $("past-open").setAttribute("aria-expanded", String(past));
  rows("past", past ? over : [], (item) => item.slot, drawSlot);
}

// ── a slot

function slotItem(slot, mine, now) {
  const sessions = panels.board.sessions.filter((session) => session.slot === slot.slot).map((session) => sessionItem(session, mine));
  return {
    slot: slot.slot,
    starts: slot.starts,
    ends: slot.ends,
    on: slot.starts <= now && now < slot.ends,
    over: slot.ends <= now,
    sessions,
    mine: mineIn(sessions, mine).map(({ topic }) => topic),
    sure: sessions.filter((session) => session.going || session.does).length,
    open: opened.has(slot.slot),
  };
}

function sessionItem(session, mine) {
  const { board, going } = panels;
  const { topic } = session;
  const room = roomOf(session);
  const saidNo = said.get(`go ${topic}`);
  const sends = waiting.some((entry) => entry.do === "go" && entry.with.topic === topic);
  return Object.assign({}, session, {
    place: placeOf(session),
    way: room ? room.way : "",
    seats: room ? room.seats : 0,
    count: going.edition === board.edition ? going.counts[board.sessions.indexOf(session)] : null,
    going: mine.going.has(topic),
    does: does(mine, topic),
    wished: mine.wishes.has(topic),
    no: saidNo && saidNo.kind === "wrong" ? saidNo.text : "",
    kept: sends && line.line() !== "live",
    sends,
  });
}

function drawSlot(item) {
  const time = `${timeOfDay(item.starts)} – ${timeOfDay(item.ends)}`;
  const head = make("h3", item.on ? "on" : "", time, item.on ? ` · ${say("day_page.now")}` : "");
  const slot = make("section", item.on ? "slot on" : "slot", head);
  const mine = item.sessions.filter((session) => item.mine.indexOf(session.topic) >= 0);
  if (mine.length > 1) {
    const clash = item.sure > 1 ? say("day_page.clash", { n: mine.length }) : say("day_page.clash_wishes", { n: mine.length });
    slot.append(make("p", "soon", `▲ ${clash}`));
  }
  if (!mine.length) slot.append(make("p", "past", say("day_page.nothing")));
  const shown = item.open ? mine.concat(item.sessions.filter((session) => mine.indexOf(session) < 0)) : mine;
  const all = make("ul", "list");
  shown.forEach((session) => all.append(drawSession(session, item.over)));
  slot.append(all);
  const rest = item.sessions.length - mine.length;
  if (!rest) return slot;
  const fold = button("all", item.open ? say("day_page.fewer") : mine.length ? say("day_page.more", { n: rest }) : say("day_page.all", { n: rest }), time, () => {
    opened[item.open ? "delete" : "add"](item.slot);
    draw();
  });
  fold.setAttribute("aria-expanded", String(item.open));
  slot.append(fold);
  return slot;
}

function drawSession(session, over) {
  const title = titleOf(session);
  const head = make("h4", "", typed("span", title));
  const line = make("li", "", head);
  line.id = `session-${session.topic}`;
  const where = make("p", "where", typed("b", session.place));
  if (session.way) where.append(" · ", typed("span", session.way));
  line.append(where);
  if (session.changed) line.append(make("p", "soon", `▲ ${say("day_page.changed")}`));
  if (session.leads.length) line.append(named(say("day_page.led"), session.leads));
  else if (!session.does) line.append(make("p", "past", pitchOf(session)));
  if (session.scribes.length) line.append(named(say("day_page.notes"), session.scribes));
  if (session.count !== null) line.append(counted(session));
  if (session.does) line.append(make("p", "saved", `● ${session.does === "leads" ? say("suggest_page.you_lead") : say("suggest_page.you_note")}`));
  else if (!session.going && session.wished) line.append(make("p", "past", say("day_page.wished")));
  if (!over) line.append(...goes(session, title));
  return line;
}

function counted({ count, seats }) {
  const text = say("day_page.going", { n: count }) + (seats ? ` · ${say("day_page.seats", { n: seats })}` : "");
  return make("p", seats && count > seats ? "soon" : "past", text, seats && count > seats ? ` · ${say("day_page.full")}` : "");
}

/* Set, never toggled; the way back lies elsewhere than the way there, for a finger that taps twice. */
function goes(session, title) {
  const set = (going) => () => act("go", { topic: session.topic, going }, `go ${session.topic}`);
  const how = session.no ? make("p", "wrong", session.no)
    : session.sends ? make("p", session.kept ? "soon" : "", session.kept ? say("act.kept") : say("act.sending")) : "";
  if (!session.going) return [button(`go-${session.topic}`, say("day_page.go"), title, set(true), "plain"), how];
  const is = make("p", "saved is", `● ${say("day_page.is_going")}`);
  return [is, how, button(`go-${session.topic}`, say("day_page.not_going"), title, set(false))];
}

// ── on every page: what changed; on the first: where I go next

/* The board that I have not seen: told aloud once, and there until I look at my day. */
export function drawNews() {
  const { board } = panels;
  const seen = Number(kept.get(seenKey()) || 0);
  const fresh = board.edition > seen;
  if (screen === "day" && fresh && document.visibilityState === "visible") kept.set(seenKey(), board.edition);
  const waits = fresh && screen !== "day";
  const moved = waits ? me.board.moved : [];
  show("day-new", waits);
  show("moved", moved.length);
  if (moved.length) put("moved", newsOf(moved));
  if (!waits || toldEdition === board.edition) return;
  toldEdition = board.edition;
  put("aloud", moved.length ? newsOf(moved) : say("day_page.published"));
}

function newsOf(moved) {
  const { sessions, slots } = panels.board;
  if (moved.length > 1) return say("day_page.moved", { n: moved.length });
  const session = sessions.filter(({ topic }) => topic === moved[0])[0];
  const slot = session && slots.filter((one) => one.slot === session.slot)[0];
  if (!slot) return say("day_page.taken_off");
  return say("day_page.moved_to", { title: alone(titleOf(session)), time: from(slot), place: alone(placeOf(session)) });
}

/* My session that is on, or comes next; on the first page. */
export function drawNext() {
  const { board } = panels;
  const now = line.now();
  drawnAt = now;
  const mine = mineOfDay();
  const coming = board.slots
    .filter((slot) => slot.ends > now)
    .map((slot) => ({ slot, sessions: mineIn(board.sessions.filter((session) => session.slot === slot.slot), mine) }));
  const next = coming.filter(({ sessions }) => sessions.length)[0];
  show("my-next", board.edition && coming.length);
  const on = next && next.slot.starts <= now;
  const items = next ? next.sessions.map((session) => [titleOf(session), placeOf(session), roomOf(session) ? roomOf(session).way : ""]) : [];
  if (!changed($("my-next"), [items, on, next && next.slot.starts])) return;
  const box = $("my-next");
  box.textContent = "";
  const what = on ? say("day_page.mine_on") : say("day_page.mine_next");
  box.append(make("h3", "", next ? `${what} · ${from(next.slot)}` : what));
  items.forEach(([title, place, way]) => {
    const at = make("p", "where", typed("b", place));
    if (way) at.append(" · ", typed("span", way));
    box.append(make("p", "big", typed("bdi", title)), at);
  });
  if (items.length > 1) box.append(make("p", "soon", `▲ ${say("day_page.clash", { n: items.length })}`));
  if (!items.length) box.append(make("p", "past", say("day_page.none_next")));
  box.append(button("day", say("day_page.choose"), "", () => go("day")));
}

/* What only time changes: a slot begins, or is over. */
export function drawDayTime() {
  const edge = (slot) => [slot.starts, slot.ends].some((time) => drawnAt < time && time <= line.now());
  if (panels.board.slots.some(edge)) draw();
}

$("past-open").onclick = () => {
  past = !past;
  draw();
};
$("moved").onclick = () => {
  go("day");
  $("day").querySelector("h2").focus();
};
