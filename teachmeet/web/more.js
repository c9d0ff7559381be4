/* The second half of the page put in its place. */

import { make } from "/draw.js";
import { page } from "/page.js";

const style = make("style", "", page[1]); // the page's policy knows it by its hash
document.head.append(style);
const parsed = new DOMParser().parseFromString(page[0], "text/html"); // ours: what people typed never comes this way
Array.from(parsed.body.children).forEach((part) => {
  const before = part.dataset.before && document.querySelector(part.dataset.before);
  if (before) before.parentNode.insertBefore(part, before);
  else document.querySelector("main").append(part);
});
