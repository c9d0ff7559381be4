/* The bell at time. Browsers let a page sound only after somebody clicked on it once. */

const STRIKES = 3;
let sounds = null;

export function allowed() {
  return Boolean(sounds) && sounds.state === "running";
}

/* One click anywhere, or the button: sound, and the whole screen. */
function click() {
  const Sounds = window.AudioContext || window.webkitAudioContext;
  if (!sounds && Sounds) sounds = new Sounds();
  if (sounds && sounds.state !== "running") sounds.resume();
  const page = document.documentElement;
  if (page.requestFullscreen && !document.fullscreenElement) page.requestFullscreen().catch(() => {}); // then it stays a window
}

export function ring() {
  document.documentElement.dataset.rung = Number(document.documentElement.dataset.rung || 0) + 1;
  if (!allowed()) return;
  for (let i = 0; i < STRIKES; i++) strike(sounds.currentTime + i * 0.9);
}

/* A struck bell: partials that are not quite harmonic, the higher ones gone sooner. */
function strike(at) {
  [[1, 0.5, 2.4], [2.0, 0.3, 1.6], [2.76, 0.2, 1.1], [5.4, 0.1, 0.5]].forEach(([ratio, loud, long]) => {
    const tone = sounds.createOscillator();
    const fade = sounds.createGain();
    tone.frequency.value = 660 * ratio;
    fade.gain.setValueAtTime(0.0001, at);
    fade.gain.exponentialRampToValueAtTime(loud * 0.6, at + 0.005);
    fade.gain.exponentialRampToValueAtTime(0.0001, at + long);
    tone.connect(fade).connect(sounds.destination);
    tone.start(at);
    tone.stop(at + long);
  });
}

document.addEventListener("click", click, { once: true });
