/* The second script: it hands its pages to the first one. Loaded behind it, so that coming in waits for less. */

import { drawDay, drawDayTime, drawNews, drawNext } from "/day.js";
import { drawMe, sure } from "/me.js";
import { line, me, screen, take } from "/phone.js";
import { drawPitch, drawSuggest, drawSuggestTime, suggestAnswered, suggestMine, suggestRefused } from "/suggest.js";
import { drawMerges, drawVote, drawVoteTime } from "/vote.js";

const LOOK_ACTS = ["topics", "pitching", "tally", "board"];
const LOOK_DAY = LOOK_ACTS.concat("going");

const pages = { vote: drawVote, suggest: drawSuggest, day: drawDay, me: drawMe }; // what nobody looks at is not drawn

take({
  draw() {
    line.look(screen === "day" ? LOOK_DAY : LOOK_ACTS);
    drawMerges();
    drawNews();
    drawNext();
    drawPitch();
    if (screen in pages) pages[screen]();
  },
  drawTime() {
    drawVoteTime();
    drawSuggestTime();
    drawDayTime();
  },
  mine(before) {
    suggestMine(before);
    if (before && !me) sure(false);
  },
  answered: suggestAnswered,
  refused: suggestRefused,
});
