// The content list: rows are edited in place, and one sees how many items are ticked. Every part works without this.

import { swap } from './swap.js';

const list = '#list';

// Edit a row where it stands; Escape leaves it, and the focus comes back to where it was.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-edit], a[data-leave]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.dataset.edit) open(link);
  else leave(link);
});

document.addEventListener('keydown', (event) => {
  const row = event.key === 'Escape' && event.target.closest('tr.editing');
  if (row) leave(row.querySelector('a[data-leave]'));
});

document.addEventListener('submit', async (event) => {
  if (!event.target.matches('#row')) return; // not .id: the form has a field of that name
  event.preventDefault();
  const form = event.target, id = form.elements.id.value;
  if (await swap(form.action, { method: 'POST', body: new FormData(form) }, list)) focusRow(id);
  else document.querySelector('h1').focus();
});

async function open(link) {
  const ticks = ticked();
  if (!await swap(link.href, {}, list)) return;
  tick(ticks);
  document.querySelector('tr.editing input[name="title"]')?.focus();
}

async function leave(link) {
  const id = link.closest('tr').dataset.id, ticks = ticked();
  if (!await swap(link.href, {}, list)) return;
  tick(ticks);
  focusRow(id);
}

function focusRow(id) {
  document.querySelector(`tr[data-id="${CSS.escape(id)}"] a[data-edit]`)?.focus();
}

// Ticks: all of this page at once, and how many there are.
const boxes = () => [...document.querySelectorAll('input[name="id"][form="ticked"]')];
const ticked = () => boxes().filter((box) => box.checked).map((box) => box.value);

function tick(ids) {
  for (const box of boxes()) box.checked = ids.includes(box.value);
  show();
}

function show() {
  const all = document.querySelector('[data-all]'), out = document.querySelector('[data-ticked]');
  if (!all || !out) return;
  const number = ticked().length;
  all.hidden = false;
  all.checked = number > 0 && number === boxes().length;
  all.indeterminate = number > 0 && !all.checked;
  out.hidden = number === 0;
  out.textContent = number;
}

document.addEventListener('change', (event) => {
  if (event.target.matches('[data-all]')) for (const box of boxes()) box.checked = event.target.checked;
  if (event.target.matches('[data-all], input[form="ticked"]')) show();
});
window.addEventListener('pageshow', show);
show();
