/* The wall's end of the socket: it looks at panels, holds no secret and asks for nothing but the time.
   Comes back by itself, whatever happened. */

const BEAT = Number(kept("teachmeet.beat")) || 15000; // tests shorten it
const PROOF = BEAT / 5; // a socket that is alive answers within this
export const TURN = BEAT; // so long a scene stays when they take turns
export const PAGE = BEAT / 2; // and a page of a list

function kept(key) {
  try {
    return localStorage.getItem(key);
  } catch (blocked) {
    return null;
  }
}

function token(bytes) {
  const dice = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(dice, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/* Looks at these panels and stays connected. `on` is told of what comes: panel(name, data), line(). */
export function link(names, on) {
  const client = token(12);
  let socket = null;
  let live = false;
  let tries = 0;
  let heard = 0;
  let samples = []; // [round trip, offset]
  let drift = Date.now() - performance.now();
  let timer, proof;

  function connect() {
    clearTimeout(timer);
    if (socket) return;
    const ws = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
    const opened = performance.now();
    socket = ws;
    ws.onopen = () => write({ type: "hello", role: "wall", client, v: 1, look: names });
    ws.onmessage = (event) => ws === socket && receive(JSON.parse(event.data), opened);
    ws.onclose = () => ws === socket && lost();
    prove(PROOF * 3);
  }

  function write(message) {
    if (socket && socket.readyState === 1) socket.send(JSON.stringify(message));
  }

  function receive(message, opened) {
    heard = performance.now();
    switch (message.type) {
      case "welcome":
        live = true;
        tries = 0;
        sample(heard - opened, message.now);
        [0, 2, 5, 9, 14, 20].forEach((later) => setTimeout(ping, later * 100)); // the truest of them tells the time
        break;
      case "panel":
        on.panel(message.name, message.data);
        break;
      case "pong":
        sample(heard - message.c, message.now);
        break;
      case "refusal":
        if (!live) setTimeout(() => location.reload(), BEAT); // this page is not of that server: fetch its own
    }
    on.line();
  }

  function lost() {
    const old = socket;
    socket = null;
    live = false;
    clearTimeout(timer);
    clearTimeout(proof);
    if (old) old.close();
    const most = Math.min(8000, 300 * Math.pow(2, tries++));
    timer = setTimeout(connect, most * (0.3 + 0.7 * Math.random()));
    on.line();
  }

  /* Replace the socket unless something is heard from it in time. */
  function prove(within) {
    const since = performance.now();
    clearTimeout(proof);
    proof = setTimeout(() => heard < since && lost(), within);
  }

  function ping() {
    if (!live) return;
    write({ type: "ping", c: performance.now() });
    prove(PROOF);
  }

  /* The laptop woke up, or the network changed. */
  function wake() {
    tries = 0;
    if (live) ping();
    else if (!socket) connect();
  }

  function sample(trip, theirs) {
    if (trip >= 0) samples = samples.concat([[trip, theirs + trip / 2 - Date.now()]]).slice(-12);
  }

  setInterval(() => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - drift) > 1000) {
      samples = []; // it slept, or its clock was set
      wake();
    }
    drift = now;
    ping();
  }, BEAT);
  addEventListener("online", wake);
  addEventListener("offline", wake);
  addEventListener("pageshow", wake);
  addEventListener("pagehide", () => {
    if (socket) lost();
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => document.hidden || wake());
  connect();

  return {
    live: () => live,
    /* The server's time in milliseconds: the sample with the shortest round trip is the truest. */
    now: () => Date.now() + (samples.length ? samples.reduce((a, b) => (b[0] < a[0] ? b : a))[1] : 0),
  };
}
