// The map: arrows go from square to square, Enter opens one beside the matrix, Escape shuts it; nothing scrolls away.
import { ask } from './swap.js';

const FLOATS = 'details.facet[open], details.drops[open], dialog[open]'; // what Escape shuts first
const map = () => document.querySelector('.map');
const at = (href) => [...map().querySelectorAll('.heat a')].find((one) => one.getAttribute('href') === href);

// One square of each matrix is in the order of Tab: the open one, or the last that had the focus, or the first.
function start() {
  for (const table of document.querySelectorAll('.map .heat')) {
    const squares = [...table.querySelectorAll('a')];
    const chosen = squares.find((one) => one.hasAttribute('aria-current')) ?? squares[0];
    for (const one of squares) one.tabIndex = one === chosen ? 0 : -1;
  }
  const find = document.querySelector('.side .find:not([open])');
  find?.addEventListener('toggle', () => { if (find.open) find.querySelector('[type="search"]').focus(); });
}

async function show(address, options, verb = 'GET') {
  await ask(verb, address, () => ({ source: 'main', target: '.map', select: '.map', ...options }));
  if (!map()) return false;
  start();
  const side = document.getElementById('cell');
  if (side && matchMedia('(max-width: 61.99rem)').matches) side.scrollIntoView({ block: 'nearest' });
  return true;
}

async function open(link, byKey) {
  const href = link.getAttribute('href');
  if (!await show(href, { push: href })) return;
  if (byKey) document.getElementById('cell')?.focus();
  else at(href)?.focus();
}

async function shut() {
  const close = document.querySelector('#cell [data-close]');
  const current = map().querySelector('.heat a[aria-current]')?.getAttribute('href');
  const href = close.getAttribute('href');
  if (!await show(href, { push: href })) return;
  if (current) {
    const square = at(current);
    if (!square) return;
    for (const one of square.closest('table').querySelectorAll('a')) one.tabIndex = -1;
    square.tabIndex = 0;
    square.focus();
  }
}

document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest('.map .heat a, .map .behind a, #cell [data-close]');
  if (!link) return;
  event.preventDefault();
  if (link.matches('[data-close]')) shut();
  else open(link, event.detail === 0);
});

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!form.matches('#cell [data-find], #cell .found')) return;
  event.preventDefault();
  if (form.matches('.found')) {
    show(form.action, { source: form, event }, 'POST');
    return;
  }
  show(location.pathname, { source: form, event }).then((well) => {
    if (well) (document.querySelector('.found [type="radio"]') ?? document.querySelector('#cell [type="search"]'))?.focus();
  });
});

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.getElementById('cell') && !document.querySelector(FLOATS)) {
    shut();
    return;
  }
  const link = event.target.closest?.('.map .heat a');
  if (!link || event.altKey || event.ctrlKey || event.metaKey) return;
  const next = neighbour(link, event.key);
  if (!next) return;
  event.preventDefault();
  link.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

// The square an arrow leads to; cells without a link (a total of nothing) are passed over.
function neighbour(link, key) {
  const rows = [...link.closest('table').rows].map((row) => [...row.cells].map((cell) => cell.querySelector('a')));
  let r = rows.findIndex((row) => row.includes(link));
  let c = rows[r].indexOf(link);
  if (key === 'Home') return rows[r].find(Boolean);
  if (key === 'End') return rows[r].findLast(Boolean);
  if (!STEPS[key]) return null;
  const [down, across] = STEPS[key];
  for (r += down, c += across; rows[r] && c >= 0 && c < rows[r].length; r += down, c += across) {
    if (rows[r][c]) return rows[r][c];
  }
  return null;
}

start();
