/* A phone's end of the socket: who I am, what I asked for and have no answer to, what time it is at the server.
   Draws nothing and knows no rules. Written for browsers since 2018, over plain http. */

const KIOSK = /^\/kiosk/i.test(location.pathname);
export const BEAT = Number(store().getItem("teachmeet.beat")) || 15000; // tests shorten it
const TICK = BEAT / 5; // leases are renewed and adopted
const PROOF = BEAT / 5; // a socket that is alive answers within this
const LEASE = TICK * 3;
const IN_FLIGHT = 32;
const LATER = ["too_fast", "too_many_unanswered", "stopping"]; // refusals after which a command is kept and sent again
const LOOK = ["meet", "now", "round"]; // what the first page shows

/* The browser's storage; where that is blocked or full, the page's own memory for this visit. */
export const kept = {
  memory: new Map(),
  get(key) {
    return this.memory.has(key) ? this.memory.get(key) : store().getItem(key);
  },
  set(key, value) {
    try {
      store().setItem(key, value);
      this.memory.delete(key);
    } catch (full) {
      this.memory.set(key, value);
    }
  },
  drop(key) {
    this.memory.delete(key);
    store().removeItem(key);
  },
  keys(prefix) {
    const all = new Set(this.memory.keys());
    for (let i = 0; i < store().length; i++) all.add(store().key(i));
    return Array.from(all).filter((key) => key.startsWith(prefix));
  },
};

function store() {
  try {
    const all = KIOSK ? sessionStorage : localStorage; // a visit to a kiosk ends with its page
    all.length; // a blocked storage throws here
    return all;
  } catch (blocked) {
    return { length: 0, getItem: () => null, removeItem() {}, setItem() { throw blocked; } };
  }
}

/* The language that was chosen on this phone; the address, where it names one, is stronger. */
const TONGUE = "teachmeet.lang";
const tongue = document.documentElement.lang;
const wish = kept.get(TONGUE);
const moves = wish && wish !== tongue && location.search.indexOf("lang=") < 0;
if (moves) location.replace(`?lang=${wish}${location.hash}`);
document.addEventListener("click", (event) => event.target.hreflang && kept.set(TONGUE, event.target.hreflang));

export function token(bytes) {
  const dice = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(dice, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/* What a command is about: of two votes for one topic only the later counts. */
export function about(entry) {
  return [entry.do].concat(["round", "topic", "part", "question"].map((field) => entry.with[field])).filter(Boolean).join(" ");
}

/* Connects to the meet with this code, and stays connected until `leave`.

   `on` is told of what comes: panel(name, data), mine(mine), line(), answered(entry), refused(entry, refusal);
   and fatal(refusal) when the server will not have us; a page on duty also of welcome(duty), and of expired(entry)
   when it says how `late` one may be. `extra` stands in its hello too: of a kiosk, or on duty. An entry is a command that waits for its answer; it lives
   in storage under a key of its own, so that two pages never write over each other's. It keeps the client and n
   it was born with, and is sent by the page that holds its lease: by another one once that has lapsed. */
export function link(code, on, extra) {
  const client = token(12); // a page load
  const prefix = `teachmeet.${code}.`;
  const box = `${prefix}out.`;
  const mySecret = `${prefix}secret`;
  const sent = new Map(); // entry's key → when, on this socket
  const settled = new Map(); // what it was about → when the newest answered command was born
  let socket = null;
  let secret = "";
  let live = false; // welcomed
  let doubt = false; // the browser says offline, and nothing was heard since
  let left = false;
  let bye = "";
  let me = null;
  let n = 0;
  let born = 0;
  let tries = 0;
  let heard = 0;
  let pause = 0;
  let samples = []; // [round trip, offset]
  let drift = Date.now() - performance.now();
  let ticks = 0;
  let ticked = performance.now();
  let looks = LOOK;
  let asked = 0;
  let due = 0;
  let timer, proof;

  // ── the outbox

  function entries() {
    const all = [];
    for (const key of kept.keys(box)) {
      try {
        const entry = Object.assign(JSON.parse(kept.get(key)), { key });
        if (entry.lease.until >= 0) all.push(entry);
      } catch (torn) {
        kept.drop(key);
      }
    }
    return all.sort((a, b) => a.at - b.at || a.n - b.n);
  }

  function lease(entry, until) {
    entry.lease = { page: client, until };
    kept.set(entry.key, JSON.stringify(entry));
  }

  function mineToSend(entry) {
    const until = entry.lease.until - Date.now(); // far ahead: the phone's clock was set back
    return entry.lease.page === client || until < 0 || until > LEASE * 2;
  }

  function ask(what, args) {
    born = Math.max(Date.now(), born + 1);
    const entry = { client, n: ++n, do: what, with: args, at: born, key: `${box}${client}.${n}` };
    lease(entry, Date.now() + LEASE);
    pump();
    on.line();
  }

  function pump() {
    if (!live || Date.now() < pause) return;
    for (const entry of entries()) {
      if (sent.size >= IN_FLIGHT) break;
      if (sent.has(entry.key) || !mineToSend(entry)) continue;
      if (Date.now() - entry.at > on.late) {
        kept.drop(entry.key);
        on.expired(entry);
        continue;
      }
      if (settled.get(about(entry)) > entry.at) {
        kept.drop(entry.key); // refused for now, and overtaken since by what I want instead
        continue;
      }
      lease(entry, Date.now() + LEASE);
      sent.set(entry.key, performance.now());
      const message = { type: "do", n: entry.n, do: entry.do, with: entry.with };
      if (entry.client !== client) message.client = entry.client;
      write(message);
      prove(PROOF * 2);
    }
  }

  function wait(seconds) {
    pause = Date.now() + seconds * 1000;
    setTimeout(pump, seconds * 1000 + 10);
  }

  function answered(message, refusal) {
    const key = `${box}${message.client || client}.${message.n}`;
    const text = kept.get(key);
    sent.delete(key);
    if (refusal && LATER.indexOf(refusal.code) >= 0) return wait(1 + Math.random());
    kept.drop(key);
    if (text) {
      const entry = JSON.parse(text);
      if (refusal) on.refused(entry, refusal);
      else {
        settled.set(about(entry), entry.at);
        on.answered(entry);
        if (entry.do === "forget_me") forget();
      }
    }
    pump();
  }

  function forget() {
    kept.keys(prefix).forEach((key) => kept.drop(key));
    comeBackNew();
  }

  function comeBackNew() {
    secret = "";
    replace();
  }

  // ── the socket

  function connect() {
    clearTimeout(timer);
    if (left || socket || moves) return;
    secret = kept.get(mySecret) || secret || token(16);
    const ws = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    const opened = performance.now();
    socket = ws;
    ws.onopen = () => write(Object.assign({ type: "hello", role: "attendee", client, v: 1, lang: tongue, code, secret, look: looks }, extra));
    ws.onmessage = (event) => ws === socket && receive(JSON.parse(event.data), opened);
    ws.onclose = () => ws === socket && lost();
    prove(PROOF * 3);
  }

  function write(message) {
    if (socket && socket.readyState === 1) socket.send(JSON.stringify(message));
  }

  function receive(message, opened) {
    heard = performance.now();
    doubt = false;
    switch (message.type) {
      case "welcome":
        if ((kept.get(mySecret) || secret) !== secret) return replace(); // another page of mine was quicker
        kept.set(mySecret, secret); // not before: a mistyped code leaves nothing behind
        live = true;
        bye = "";
        tries = 0;
        sample(heard - opened, message.now);
        if (on.welcome) on.welcome(message.duty);
        mine(message.mine);
        pump();
        [0, 2, 5, 9, 14, 20].forEach((later) => setTimeout(ping, later * 100)); // the truest of them tells the time
        break;
      case "panel":
        on.panel(message.name, message.data);
        break;
      case "answer":
        mine(message.mine);
        answered(message);
        break;
      case "mine":
        mine(message.mine);
        break;
      case "pong":
        sample(heard - message.c, message.now);
        break;
      case "bye":
        bye = message.why;
        break;
      case "refusal":
        if (message.n !== null) answered(message, message);
        else if (!live && message.code.startsWith("wrong_")) {
          leave();
          on.fatal(message);
        } else if (!live) {
          lost();
        } else {
          sent.clear(); // which one it was is not said: all are sent again, safely
          wait(2);
        }
    }
    on.line();
  }

  function mine(mine) {
    const gone = me && !mine; // forgotten by another page of mine: come back as somebody new
    me = mine;
    on.mine(mine);
    if (gone) setTimeout(() => kept.get(mySecret) !== secret && comeBackNew(), TICK);
  }

  function drop() {
    const old = socket;
    socket = null;
    live = false;
    sent.clear();
    clearTimeout(proof);
    proof = due = 0;
    if (old) old.close();
  }

  function lost() {
    drop();
    clearTimeout(timer);
    if (left) return;
    const most = Math.min(8000, 300 * Math.pow(2, tries++));
    timer = setTimeout(connect, most * (0.3 + 0.7 * Math.random())); // a whole room comes back at once
    on.line();
  }

  function replace() {
    drop();
    connect();
    on.line();
  }

  /* Replace the socket unless something is heard from it in time: an offline phone's stays "open" for ever. */
  function prove(within) {
    asked = performance.now();
    if (due && due <= asked + within) return; // there is a stricter proof under way; it looks at `asked` too
    const since = asked;
    due = asked + within;
    clearTimeout(proof);
    proof = setTimeout(() => {
      due = 0;
      if (heard < since) lost();
      else if (heard < asked) prove(within);
    }, within);
  }

  function ping() {
    if (!live) return;
    write({ type: "ping", c: performance.now() });
    prove(PROOF);
  }

  /* The phone woke up, or the network changed. */
  function wake() {
    if (left) return;
    tries = 0;
    if (live) ping();
    else if (!socket) connect();
  }

  function sleep() {
    drop();
    clearTimeout(timer);
    entries().forEach((entry) => entry.lease.page === client && lease(entry, 0));
  }

  function leave() {
    left = true;
    drop();
    clearTimeout(timer);
    clearInterval(ticking);
  }

  // ── time

  function sample(trip, theirs) {
    if (trip >= 0) samples = samples.concat([[trip, theirs + trip / 2 - Date.now()]]).slice(-12);
  }

  function tick() {
    const now = Date.now() - performance.now();
    if (Math.abs(now - drift) > 1000) {
      samples = []; // the phone slept, or its clock was set
      wake();
    } else if (performance.now() - ticked > TICK * 3) wake(); // it slept, and both clocks ran on
    drift = now;
    ticked = performance.now();
    for (const [key, when] of sent) if (performance.now() - when > BEAT) sent.delete(key);
    for (const entry of entries()) if (entry.lease.page === client) lease(entry, Date.now() + LEASE);
    pump();
    if (++ticks % 5 === 0) ping();
  }

  const ticking = setInterval(tick, TICK);
  addEventListener("online", wake);
  addEventListener("pageshow", wake);
  addEventListener("pagehide", sleep);
  document.addEventListener("resume", wake);
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  addEventListener("offline", () => {
    doubt = true;
    ping();
    on.line();
  });
  addEventListener("storage", (event) => {
    if (left) return;
    if (event.key === mySecret && live && event.newValue && event.newValue !== secret) replace();
    on.line();
  });
  connect();

  return {
    ask,
    leave,
    /* Besides the panels that every page shows, these. */
    look(more) {
      if (looks.length === LOOK.length + more.length) return;
      looks = more.concat(LOOK); // topics before the round that names them
      if (live) write({ type: "look", panels: looks });
    },
    entries,
    prefix,
    /* "live", "connecting", "offline", or why the server said bye. */
    line: () => (live && !doubt ? "live" : bye || (doubt || tries > 1 ? "offline" : "connecting")),
    /* The server's time in milliseconds: the sample with the shortest round trip is the truest. */
    now: () => Date.now() + (samples.length ? samples.reduce((a, b) => (b[0] < a[0] ? b : a))[1] : 0),
  };
}
