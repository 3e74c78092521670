// How far an import is, without loading the page anew; without this file the page does that every other second.
const panel = document.querySelector('[data-import]');
const bar = panel.querySelector('progress');

async function look() {
  try {
    const answer = await fetch(panel.dataset.import, { headers: { Accept: 'application/json' } });
    if (!answer.ok) return location.reload();
    const said = await answer.json();
    if (said.ended) return location.reload();
    bar.value = said.percent;
    panel.querySelector('[data-percent]').textContent = said.percent;
    const word = panel.querySelector('[data-word]');
    if (word.textContent !== said.word) word.textContent = said.word;
  } catch { /* the server is away for a moment: ask again */ }
  setTimeout(look, 1000);
}
setTimeout(look, 500);
