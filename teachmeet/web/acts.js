/* The second script: it hands its pages to the first one. Loaded behind it, so that coming in waits for less. */

import { drawDay, drawDayTime, drawNews, drawNext } from "/day.js";
import { drawMe, drawReturn, drawTell, returned, sure } from "/me.js";
import { line, me, screen, take } from "/phone.js";
import { drawQuestions, drawQuestionsRow, questionsRefused } from "/questions.js";
import { drawPitch, drawSuggest, drawSuggestTime, suggestAnswered, suggestMine, suggestRefused } from "/suggest.js";
import { drawMerges, drawVote, drawVoteTime } from "/vote.js";

const LOOK_ACTS = ["topics", "pitching", "tally", "board", "questions"];
const LOOK_DAY = LOOK_ACTS.concat("going");

const pages = { vote: drawVote, suggest: drawSuggest, questions: drawQuestions, day: drawDay, me: drawMe }; // what nobody looks at is not drawn

take({
  draw() {
    drawReturn();
    if (!me) return;
    line.look(screen === "day" ? LOOK_DAY : LOOK_ACTS);
    drawMerges();
    drawNews();
    drawNext();
    drawPitch();
    drawQuestionsRow();
    drawTell();
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
  answered(entry) {
    suggestAnswered(entry);
    returned(entry);
  },
  refused(entry) {
    suggestRefused(entry);
    questionsRefused(entry);
  },
});
