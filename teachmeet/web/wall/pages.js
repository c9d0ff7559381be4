/* Lists that are longer than the wall: as many rows as fit, page after page. */

import { $, changed, put, say } from "/chalk.js";
import { PAGE } from "/link.js";
import { words } from "/words.js";

const books = new Map(); // list → { blocks, pages, at, since }

/* Blocks of rows; the head of a block stands above its rows on every page that has some. Made anew only when `data`,
   or the room for it, has changed; another `edition` begins with the first page. */
export function pages(id, data, blocks, edition = 0) {
  const box = $(id);
  if (!box.clientHeight) return;
  let book = books.get(id);
  if (!changed(box, [data, box.clientWidth, box.clientHeight])) return turn(id, book);
  const goesOn = book && book.edition === edition;
  const at = goesOn ? book.at : 0;
  book = { pages: bound(box, blocks()), at, edition, since: goesOn ? book.since : Date.now() };
  books.set(id, book);
  book.at = Math.max(0, Math.min(at, book.pages.length - 1));
  open(id, book);
}

/* Begin with the first page. */
export function reopen(id) {
  const book = books.get(id);
  if (!book) return;
  book.at = 0;
  book.since = Date.now();
  if ($(id).clientHeight) open(id, book);
}

/* How long it takes to see all of a list. */
export function whole(id) {
  const book = books.get(id);
  return book ? book.pages.length * PAGE : 0;
}

function turn(id, book) {
  if (book.pages.length < 2 || Date.now() - book.since < PAGE) return;
  book.at = (book.at + 1) % book.pages.length;
  book.since = Date.now();
  open(id, book);
}

function open(id, { pages: all, at }) {
  const box = $(id);
  box.textContent = "";
  box.append(...(all[at] || []));
  const dots = $(id.replace("rows", "dots"));
  const many = all.length > 1;
  put(dots, many ? all.map((page, i) => (i === at ? "●" : "○")).join(" ") : "");
  if (many) dots.setAttribute("aria-label", say(words.page, { n: at + 1, of: all.length }));
  else dots.removeAttribute("aria-label");
}

/* What stands on each page, by how tall it is. */
function bound(box, blocks) {
  box.textContent = "";
  blocks.forEach(({ head, rows }) => box.append(...(head ? [head] : []), ...rows));
  const room = box.clientHeight;
  const tall = new Map();
  Array.from(box.children).forEach((each) => tall.set(each, each.getBoundingClientRect().height));
  const all = [];
  let page = [];
  let left = room;
  blocks.forEach(({ head, rows }) => {
    const top = head ? tall.get(head) : 0;
    rows.forEach((row, i) => {
      const needed = tall.get(row) + (i ? 0 : top);
      if (page.length && needed > left) {
        all.push(page);
        page = [];
        left = room;
      }
      if (head && (!i || !page.length)) {
        page.push(i ? head.cloneNode(true) : head);
        left -= top;
      }
      page.push(row);
      left -= tall.get(row);
    });
  });
  if (page.length) all.push(page);
  return all;
}
