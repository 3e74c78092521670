// The content list: rows are edited in place, and one sees how many items are ticked. Every part works without this.

import { ask } from './swap.js';

// Not hx-boost: it takes a click with Ctrl, which opens another tab, for itself.
document.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-edit], a[data-leave]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  ask('GET', link.href, () => ({ source: link }));
});

// A row is edited where it stands; Escape leaves it, and the focus comes back to where it was.
document.addEventListener('keydown', (event) => {
  const row = event.key === 'Escape' && event.target.closest('tr.editing');
  if (row) row.querySelector('a[data-leave]').click();
});

document.addEventListener('htmx:before:swap', ({ detail: { ctx } }) => {
  ctx.row = ctx.sourceElement.elements?.id.value ?? ctx.sourceElement.closest('tr').dataset.id;
  ctx.ticks = ticked();
});

document.addEventListener('htmx:after:swap', ({ detail: { ctx } }) => {
  const row = document.querySelector(`tr[data-id="${CSS.escape(ctx.row)}"]`);
  (row?.querySelector('input[name="title"], a[data-edit]') ?? document.querySelector('h1')).focus();
  tick(ctx.ticks);
});

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
