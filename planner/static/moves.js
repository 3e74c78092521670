// Moving placements in the calendar: by drag, by Alt and an arrow, or by the form in a dialog. Each sends what the plain
// form sends; before that, the page says what the move would open and close.
import { ask } from './swap.js';

const calendar = () => document.getElementById('calendar');
const token = () => document.querySelector('[name="csrf_token"]').value;
const address = (uid, what, query = '') => `placements/${encodeURIComponent(uid)}/${what}${query}`;
const line = () => document.querySelector('[data-would]');
const list = (name) => (calendar().dataset[name] ?? '').split(' ').filter(Boolean);

// The calendar as it is now, without the placement that may stand open in it.
function here() {
  const query = new URLSearchParams(location.search);
  query.delete('open');
  return query.toString();
}

const cards = (uid) => [...calendar().querySelectorAll(`[data-uid="${CSS.escape(uid ?? '')}"]`)];

async function move(uid, fields) {
  const values = () => ({ ...fields, revision: calendar().dataset.revision, back: here(), csrf_token: token() });
  await ask('POST', address(uid, 'move'), () => ({ source: cards(uid)[0], values: values(), ...part }));
  show(uid, fields.to);
}

// What comes of a form is the calendar, where one was looking; the focus stays on the card, on the day it went `to`.
const part = { target: '#calendar', select: '#calendar' };
let scrolled = [];
const regions = () => [...document.querySelectorAll('#calendar [role="region"]')];
document.addEventListener('htmx:before:swap', () => { scrolled = regions().map((one) => [one.scrollLeft, one.scrollTop]); });

function show(uid, to) {
  if (!calendar()) return;
  regions().forEach((one, n) => one.scrollTo(...(scrolled[n] ?? [0, 0])));
  const there = cards(uid);
  (there.find((card) => fieldsOf(cellOf(card))?.to === to) ?? there[0] ?? calendar()).focus();
}

// ---- where a card stands, and what a cell means
const cellOf = (card) => card.closest('#tray, section.day, td');

function fieldsOf(cell) {
  if (!cell) return null;
  if (cell.id === 'tray') return { do: 'tray' };
  const day = cell.dataset.day ?? cell.querySelector(':scope > [data-day]')?.dataset.day;
  if (day) return { to: day };
  const row = cell.closest('tr[data-channel]');
  if (!row || cell.tagName !== 'TD') return null;
  return { to: cell.closest('[data-to]').dataset.to, channel: row.dataset.channel, stage: list('stages')[cell.cellIndex - 1] ?? '' };
}

// The cell at a point; over the bar of a run, and under a short day of the week, it is the day of the column.
function cellAt(x, y) {
  const under = document.elementFromPoint(x, y);
  const bars = under?.closest('.bars td:not([data-day]), .week-bars, .week-days');
  if (!bars || under.closest('section.day')) return under && cellOf(under);
  const days = (bars.closest('tbody') ?? calendar()).querySelectorAll('.cards-row [data-day], section.day');
  return [...days].find((day) => { const box = day.getBoundingClientRect(); return box.left <= x && x < box.right; });
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// ---- drag, by mouse and by touch
let drag = null;

document.addEventListener('pointerdown', (event) => {
  const card = event.target.closest('#calendar [data-uid]');
  if (!card || event.button || calendar().dataset.layout === 'list' || calendar().dataset.select) return;
  card.draggable = false; // a link would be dragged as a link
  const item = card.closest('li') ?? card;
  if (!Sortable.get(item.parentElement)) sortable(item.parentElement, item === card ? '[data-uid]' : 'li');
}, true);

function sortable(container, draggable) {
  new Sortable(container, {
    draggable, sort: false, group: { name: 'calendar', put: false }, forceFallback: true, fallbackOnBody: true,
    fallbackTolerance: 5, fallbackClass: 'lifted', ghostClass: 'ghost', delay: 200, delayOnTouchOnly: true,
    onStart: ({ item, originalEvent }) => start(item.closest('[data-uid]') ?? item.querySelector('[data-uid]'), originalEvent),
    onEnd: end,
  });
}

function start(card, event) {
  const at = event.touches?.[0] ?? event;
  const from = fieldsOf(cellOf(card)) ?? fieldsOf(cellAt(at.clientX, at.clientY)); // a run is taken by one of its days
  drag = { uid: card.dataset.uid, from, cell: null, known: new Map(), box: document.createElement('div') };
  drag.box.className = 'would-box floats';
  drag.box.hidden = true;
  document.body.append(drag.box);
  document.body.classList.add('dragging');
  document.addEventListener('pointermove', hover);
  document.addEventListener('click', swallow, true);
}

function hover(event) {
  const cell = drag.given ? null : cellAt(event.clientX, event.clientY);
  if (cell === drag.cell) return;
  drag.cell?.classList.remove('target');
  drag.box.hidden = true;
  clearTimeout(drag.timer);
  const fields = fieldsOf(cell);
  drag.cell = fields && !same(fields, drag.from) ? cell : null;
  drag.y = event.clientY;
  if (!drag.cell) return;
  cell.classList.add('target');
  drag.timer = setTimeout(() => foretell(drag, cell, fields), 120);
}

async function foretell(mine, cell, fields) {
  const key = JSON.stringify(fields);
  if (!mine.known.has(key)) {
    const query = new URLSearchParams({ ...fields, ...(mine.from?.to && { since: mine.from.to }) });
    const answer = await fetch(address(mine.uid, 'consequence', `?${query}`));
    mine.known.set(key, answer.ok ? await answer.text() : '');
  }
  if (drag !== mine || drag.cell !== cell) return;
  mine.box.innerHTML = mine.known.get(key);
  mine.box.hidden = !mine.box.textContent.trim();
  beside(mine.box, cell.getBoundingClientRect(), mine.y);
  line().textContent = mine.box.innerText;
}

// Under the target, or under the hand in a tall one; above it where the window ends.
function beside(box, target, hand) {
  const [top, bottom] = [Math.max(target.top, hand - 90), Math.min(target.bottom, hand + 90)];
  const below = bottom + 6 + box.offsetHeight < innerHeight;
  box.style.left = `${Math.max(8, Math.min(target.left, innerWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${below ? bottom + 6 : Math.max(8, top - box.offsetHeight - 6)}px`;
}

function end() {
  const { uid, from, cell, box, timer } = drag;
  clearTimeout(timer);
  box.remove();
  cell?.classList.remove('target');
  document.body.classList.remove('dragging');
  document.removeEventListener('pointermove', hover);
  setTimeout(() => document.removeEventListener('click', swallow, true)); // after the click that ends the drag
  const fields = fieldsOf(cell);
  drag = null;
  line().textContent = '';
  if (fields) move(uid, { ...fields, ...(from?.to && { since: from.to }) });
}

function swallow(event) { event.preventDefault(); event.stopPropagation(); }

// ---- keys
document.addEventListener('keydown', (event) => {
  if (drag && event.key === 'Escape') { drag.given = true; hover(event); return; } // given up: the drop does nothing
  if (!calendar() || event.target.closest?.('input, select, textarea, dialog')) return;
  if ((event.ctrlKey || event.metaKey) && event.key === 'z') { undo(event); return; }
  const card = event.target.closest?.('#calendar [data-uid]');
  if (!card || event.ctrlKey || event.metaKey) return;
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === 'm' && !event.altKey) {
    event.preventDefault();
    open(card.dataset.uid);
  } else if (step && event.altKey) {
    event.preventDefault();
    if (event.shiftKey) across(card, step);
    else move(card.dataset.uid, { by: step[0] + 7 * step[1] });
  }
});

// In the grid: to the next stage, or the next channel.
function across(card, [stages, channels]) {
  const now = calendar().dataset.layout === 'grid' && fieldsOf(cellOf(card));
  if (!now || now.do) return;
  const [name, all, by] = stages ? ['stage', [...list('stages'), ''], stages] : ['channel', list('channels'), channels];
  const next = all[all.indexOf(now[name]) + by];
  if (next === undefined) line().textContent = line().dataset.end;
  else move(card.dataset.uid, { [name]: next });
}

function undo(event) {
  const button = document.querySelector('form.undo button, form.undo-last button');
  if (!button) return;
  event.preventDefault();
  button.click();
}

// ---- the form
const dialog = document.getElementById('move-to');

async function open(uid) {
  await ask('GET', address(uid, `move?back=${encodeURIComponent(here())}`), () => inDialog('#open'));
  unfold('input:not([type="hidden"]), form a, p a');
}

const inDialog = (select) => ({ target: dialog, select, swap: 'innerHTML ignoreTitle:true' });

function unfold(first) {
  if (!dialog?.firstElementChild) return false;
  calendar().querySelector('#open')?.remove(); // its fields have the same names
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(first)?.focus();
  return true;
}

document.addEventListener('click', (event) => {
  const close = event.target.closest('#move-to [data-close]');
  const card = event.target.closest('#calendar:not([data-select]) [data-uid]');
  if ((!close && !card) || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if (close) dialog.close();
  else open(card.dataset.uid);
});

dialog?.addEventListener('close', () => {
  const uid = dialog.querySelector('#open')?.dataset.of;
  dialog.replaceChildren();
  if (uid) cards(uid)[0]?.focus();
});

// A form brings the calendar or, in the dialog, a fault in a field or what it would do.
document.addEventListener('submit', async (event) => {
  const form = event.target;
  if (!calendar() || !form.matches('form.moving, form.sure, form.undo, form.undo-last, #several')) return;
  event.preventDefault();
  const uid = dialog.querySelector('#open')?.dataset.of;
  const before = calendar();
  await ask('POST', form.action, () => ({ source: form, event, ...part, otherwise: inDialog('#open, #preview') }));
  if (calendar() === before && unfold('[aria-invalid], [tabindex="-1"]')) return;
  dialog.close();
  chosen();
  show(uid);
});

// ---- several: how many are ticked, all that are shown, a range with Shift
const boxes = () => [...document.querySelectorAll('#calendar input[name="uid"]')];
let lastBox = null;

function chosen() {
  const out = document.querySelector('[data-chosen]');
  if (!out) return;
  document.querySelector('[data-all]').hidden = false;
  const n = new Set(boxes().filter((box) => box.checked).map((box) => box.value)).size;
  out.dataset.empty ??= out.textContent;
  out.textContent = n ? out.dataset.says.replace('#', n) : out.dataset.empty;
}

document.addEventListener('click', (event) => {
  const all = boxes();
  if (event.target.closest?.('[data-all]')) {
    const tick = !all.every((box) => box.checked);
    for (const box of all) box.checked = tick;
  } else if (all.includes(event.target)) {
    const [from, to] = [all.indexOf(lastBox), all.indexOf(event.target)].sort((a, b) => a - b);
    if (event.shiftKey && from >= 0) for (const box of all.slice(from, to + 1)) box.checked = event.target.checked;
    lastBox = event.target;
    for (const box of all) if (box.value === lastBox.value) box.checked = lastBox.checked; // a run stands in several places
  } else return;
  chosen();
});

chosen();
