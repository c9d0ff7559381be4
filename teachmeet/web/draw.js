/* What everything on the page is drawn with: words, and elements that are touched only when something changed.
   What people typed only ever becomes text (`textContent`), never markup. */

import { about } from "/link.js";
import { words } from "/words.js";
import { line, said, waiting } from "/phone.js";

export const $ = (id) => (typeof id === "string" ? document.getElementById(id) : id);
const plural = typeof Intl.PluralRules === "function" && new Intl.PluralRules(document.documentElement.lang);

// ── words

/* A text, its gaps filled; pages.py puts it where its key stands in these scripts, and the others into `words`. */
export function say(text, values) {
  if (typeof text === "object") text = text[plural ? plural.select(values.n) : values.n === 1 ? "one" : "other"] || text.other;
  return text.replace(/\{(\w+)\}/g, (gap, name) => values[name]);
}

/* What was typed on one line, without what would move a cursor or reorder a line (the server refuses it). */
export function clean(field) {
  return field.value
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+/g, " ")
    .replace(/([\ud800-\udbff][\udc00-\udfff])|[\ud800-\udfff]/g, "$1")
    .replace(/\s+/g, " ")
    .trim();
}

export function span(milliseconds) {
  const over = milliseconds < 0;
  const seconds = over ? Math.floor(-milliseconds / 1000) : Math.ceil(milliseconds / 1000);
  return `${over ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

// ── drawing: every function may be called at any time, and touches only what changed

const drawn = new WeakMap();

export function changed(element, data) {
  const key = JSON.stringify(data);
  if (drawn.get(element) === key) return false;
  drawn.set(element, key);
  return true;
}

export function put(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

export function show(id, when) {
  if ($(id).hidden === Boolean(when)) $(id).hidden = !when;
}

/* A list, made anew only when what it shows has changed: a finger may be on it. */
export function list(id, data, rows, row) {
  if (!changed($(id), data)) return;
  $(id).textContent = "";
  rows.forEach((one, i) => $(id).append(row(one, i)));
}

export function make(tag, kind, ...inside) {
  const element = document.createElement(tag);
  element.className = kind;
  element.append(...inside);
  return element;
}

/* What somebody typed: its own direction, no known language. */
export function typed(tag, text) {
  const element = make(tag, "", text);
  element.dir = "auto";
  element.lang = "";
  return element;
}

/* Parts with dots between, each in its own direction; says whether there are any. */
export function parts(id, texts) {
  texts = texts.filter(Boolean);
  list(id, texts, texts, (text, i) => make("span", "", i ? " · " : "", typed("bdi", text)));
  return texts.length;
}

export function bar(id, part) {
  $(id).firstElementChild.style.width = `${Math.max(0, Math.min(1, part)) * 100}%`;
}

/* How the last act of this sort stands, in words; `saved` when nothing else is known but that it is. */
export function state(id, key, saved) {
  const ended = said.get(key) || (saved ? { text: say("act.saved"), kind: "saved" } : { text: "", kind: "" });
  const sends = waiting.some((entry) => about(entry) === key);
  const online = ["live", "connecting"].indexOf(line.line()) >= 0;
  const now = sends ? { text: say(online ? "act.sending" : "act.kept"), kind: online ? "" : "soon" } : ended;
  put(id, now.text);
  $(id).className = `state ${now.kind}`;
}

export function onSubmit(form, run) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    run();
  });
}
