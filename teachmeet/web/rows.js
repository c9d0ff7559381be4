/* Lists that hold still under a finger, and what their lines are made of. */

import { $, changed, make, typed } from "/draw.js";
import { panels, waiting } from "/phone.js";
import { words } from "/words.js";

/* A list whose lines are made anew one by one, only those whose item changed; the focus stays on the same act. */
export function rows(id, items, keyOf, row) {
  const all = $(id);
  const old = new Map(Array.from(all.children, (line) => [line.dataset.key, line]));
  items.forEach((item, i) => {
    const key = String(keyOf(item));
    let line = old.get(key);
    if (!line || changed(line, item)) {
      const fresh = row(item);
      const focus = line && line.contains(document.activeElement) && document.activeElement.dataset.act;
      fresh.dataset.key = key;
      changed(fresh, item);
      if (line) all.replaceChild(fresh, line);
      line = fresh;
      if (focus) (line.querySelector(`[data-act="${focus}"]`) || line.querySelector("button") || line).focus();
    }
    old.delete(key);
    if (all.children[i] !== line) all.insertBefore(line, all.children[i] || null);
  });
  old.forEach((line) => line.remove());
}

/* A button of a list's line, named by what it does and to what. */
export function button(what, text, title, run, kind) {
  const made = make("button", kind || "quiet", text);
  made.type = "button";
  made.dataset.act = what;
  if (title) made.setAttribute("aria-label", `${text}: ${title}`);
  made.onclick = run;
  return made;
}

export const topicsById = () => new Map(panels.topics.topics.map((topic) => [topic.topic, topic]));

export function pitchOf(topic) {
  return (topic.pitch === "offer" ? "◆ " : "? ") + words.pitch[topic.pitch];
}

/* What was asked for and has no answer yet, by its topic: the newest wish. */
export function wished(what, field, part) {
  const newest = new Map();
  waiting.forEach((entry) => {
    if (entry.do === what && (!part || entry.with.part === part)) newest.set(entry.with.topic, entry.with[field]);
  });
  return newest;
}

/* The numbers on a list of mine, with what I asked for since. */
export function withWishes(numbers, newest) {
  const all = new Set(numbers);
  newest.forEach((yes, topic) => (yes ? all.add(topic) : all.delete(topic)));
  return all;
}

/* Names in a sentence: each in its own direction. */
export function named(text, names) {
  const who = make("p", "past", text, " ");
  names.forEach((name, i) => who.append(i ? ", " : "", typed("bdi", name)));
  return who;
}
