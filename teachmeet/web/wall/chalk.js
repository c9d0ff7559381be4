/* What everything on the wall is drawn with. What people typed only ever becomes text (`textContent`), never markup. */

import { words } from "/words.js";

export const $ = (id) => (typeof id === "string" ? document.getElementById(id) : id);
const plural = typeof Intl.PluralRules === "function" && new Intl.PluralRules(document.documentElement.lang);
const SVG = "http://www.w3.org/2000/svg";
const QUIET = 4; // modules of quiet zone around a code

// ── words

function form(text, n) {
  if (typeof text === "string") return text;
  return text[plural ? plural.select(n) : n === 1 ? "one" : "other"] || text.other;
}

/* A text, its gaps filled. */
export function say(text, values) {
  return form(text, values && values.n).replace(/\{(\w+)\}/g, (gap, name) => values[name]);
}

/* Somebody's words within a sentence of ours, in their own direction. */
export const alone = (text) => `\u2068${text}\u2069`;

export function span(milliseconds) {
  const over = milliseconds < 0;
  const seconds = over ? Math.floor(-milliseconds / 1000) : Math.ceil(milliseconds / 1000);
  return `${over ? "+" : ""}${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/* A time of day as the meet's town has it. */
export function timeOfDay(milliseconds, zone) {
  const how = { hour: "2-digit", minute: "2-digit" };
  try {
    return new Date(milliseconds).toLocaleTimeString("en-GB", Object.assign({ timeZone: zone }, how));
  } catch (unknownZone) {
    return new Date(milliseconds).toLocaleTimeString("en-GB", how);
  }
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

export function make(tag, kind, ...inside) {
  const element = document.createElement(tag);
  element.className = kind;
  element.append(...inside);
  return element;
}

/* What somebody typed: its own direction, no known language. */
export function typed(tag, kind, text) {
  const element = make(tag, kind, text);
  element.dir = "auto";
  element.lang = "";
  return element;
}

/* A sentence whose number n stands out. */
export function count(id, text, values) {
  const key = text ? [text, values] : null;
  if (!changed($(id), key)) return;
  $(id).textContent = "";
  if (!text) return;
  form(text, values.n)
    .split(/\{(\w+)\}/)
    .forEach((part, i) => $(id).append(part === "n" && i % 2 ? make("b", "", values.n) : i % 2 ? values[part] : part));
}

/* Parts with dots between, each in its own direction. */
export function parts(id, texts) {
  texts = texts.filter(Boolean);
  if (!changed($(id), texts)) return;
  $(id).textContent = "";
  texts.forEach((text, i) => $(id).append(i ? " · " : "", typed("bdi", "", text)));
}

export function bar(id, part) {
  $(id).firstElementChild.style.width = `${Math.max(0, Math.min(1, part)) * 100}%`;
}

/* A QR code from its rows of modules. */
export function code(id, rows, label) {
  const svg = $(id);
  if (!changed(svg, [rows, label])) return;
  const side = rows.length + 2 * QUIET;
  let d = "";
  rows.forEach((row, y) =>
    row.replace(/1+/g, (run, x) => {
      d += `M${x + QUIET} ${y + QUIET}h${run.length}v1h-${run.length}z`;
    })
  );
  const dark = document.createElementNS(SVG, "path");
  dark.setAttribute("d", d);
  svg.textContent = "";
  svg.append(dark);
  svg.setAttribute("viewBox", `0 0 ${side} ${side}`);
  svg.setAttribute("aria-label", label);
}

// ── sizes, in hundredths of the shorter side of the wall

export const unit = () => Math.min(innerWidth, innerHeight) / 100;

/* Write as large as fits into the room that the others of its box leave. */
export function fit(id, most, least) {
  const element = $(id);
  const box = element.parentElement;
  if (!box.clientHeight) return;
  const others = Array.from(box.children, (each) => (each === element ? 0 : each.offsetHeight));
  const key = [element.textContent, box.clientWidth, box.clientHeight, most, ...others].join("\n");
  if (element.fitted === key) return;
  let low = least * unit();
  let high = most * unit();
  const fits = (size) => {
    element.style.fontSize = `${size}px`;
    return element.scrollHeight <= element.clientHeight + 1 && element.scrollWidth <= element.clientWidth + 1;
  };
  if (!fits(high)) {
    while (high - low > 0.5) {
      const middle = (low + high) / 2;
      if (fits(middle)) low = middle;
      else high = middle;
    }
    fits(low);
  }
  element.fitted = key;
}
