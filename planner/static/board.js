// The board: cards are dragged between statuses, or moved with Alt and an arrow; each move sends the card's own form.
import './swap.js';

const lanes = () => [...document.querySelectorAll('.lane')];
const laneOf = (card) => card.closest('.lane');
const may = (card, lane) => card.dataset.moves.split(' ').includes(lane.dataset.status);
const hint = (text) => { document.querySelector('[data-hint]').textContent = text; };
const usual = document.querySelector('[data-hint]')?.textContent;

function move(card, status) {
  const form = card.querySelector('form');
  form.elements.to.value = status;
  form.requestSubmit();
}

// A move keeps where the board is scrolled to and what is unfolded; the focus goes along with the card.
document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  const board = document.querySelector('.board');
  if (!board) return;
  ctx.id = ctx.sourceElement.closest('.card').dataset.id;
  ctx.scrolled = board.scrollLeft;
  ctx.open = [...board.querySelectorAll('.lane details.fold[open]')].map((one) => one.closest('.lane').dataset.status);
});

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const board = document.querySelector('.board');
  if (!board) return;
  start(board);
  hint(usual);
  board.scrollLeft = ctx.scrolled;
  for (const status of ctx.open) board.querySelector(`[data-status="${status}"] details.fold`)?.setAttribute('open', '');
  const moved = board.querySelector(`[data-id="${CSS.escape(ctx.id)}"]`);
  const folded = moved?.closest('details.fold');
  if (folded) folded.open = true;
  moved?.querySelector('a').focus();
});

function start(board) {
  for (const list of board.querySelectorAll('.cards')) {
    new Sortable(list, {
      group: 'cards', sort: false, draggable: '.card', filter: '.moving', preventOnFilter: false,
      delay: 200, delayOnTouchOnly: true, ghostClass: 'ghost',
      onStart: ({ item }) => {
        board.classList.add('dragging');
        for (const lane of lanes()) lane.classList.toggle('refuses', lane !== laneOf(item) && !may(item, lane));
        hint(item.dataset.says);
      },
      onMove: ({ dragged, to }) => may(dragged, laneOf(to)),
      onEnd: (event) => {
        board.classList.remove('dragging');
        for (const lane of lanes()) lane.classList.remove('refuses');
        drop(event);
      },
    });
  }
}

// A card on its way over other lanes lies in the last that would take it; what counts is the lane it was let go on.
let over = null;
for (const type of ['dragover', 'pointermove']) {
  document.addEventListener(type, (event) => {
    over = document.elementFromPoint(event.clientX, event.clientY)?.closest('.lane');
  }, { passive: true, capture: true });
}

function drop({ item, from, to, oldIndex }) {
  if (over === laneOf(to) && over !== laneOf(from)) {
    move(item, over.dataset.status);
    return;
  }
  from.insertBefore(item, from.children[oldIndex]);
  if (!over || over === laneOf(from)) hint(usual);
}

const board = document.querySelector('.board');
if (board) start(board);

document.addEventListener('keydown', (event) => {
  const card = event.target.closest?.('.board .card');
  if (!card || !event.target.matches('a.t') || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const across = event.key === 'ArrowLeft' || event.key === 'ArrowRight';
  if (event.altKey) {
    if (across) carry(card, step);
  } else if (across) {
    goAcross(card, step);
  } else {
    const cards = visible(laneOf(card));
    cards[cards.indexOf(card) + step]?.querySelector('a.t').focus();
  }
});

const visible = (lane) => [...lane.querySelectorAll('.card')].filter((one) => one.offsetParent);

// The next status in this direction that the card may have; without one, the page says which are possible.
function carry(card, step) {
  const all = lanes();
  for (let n = all.indexOf(laneOf(card)) + step; all[n]; n += step) {
    if (may(card, all[n])) { move(card, all[n].dataset.status); return; }
  }
  hint(card.dataset.says);
}

function goAcross(card, step) {
  const all = lanes();
  const row = visible(laneOf(card)).indexOf(card);
  for (let n = all.indexOf(laneOf(card)) + step; all[n]; n += step) {
    const cards = visible(all[n]);
    if (cards.length) { cards[Math.min(row, cards.length - 1)].querySelector('a.t').focus(); return; }
  }
}
