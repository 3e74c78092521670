// A placement while one types: its preview, what its channel asks, and what it takes from its item.
const form = document.getElementById('placement');
const named = (name) => form.elements[name];
const shown = (field) => field.value.trim() || field.dataset.inherited || '';

function address(link) {
  try {
    const { host, pathname } = new URL(link);
    return [host.replace(/^www\./, ''), ...pathname.split('/').filter(Boolean)].join(' › ');
  } catch { return ''; }
}

function draw() {
  for (const out of document.querySelectorAll('#preview [data-part]')) {
    const text = shown(named(out.dataset.part));
    out.textContent = text || out.dataset.none;
    out.classList.toggle('none', !text);
  }
  for (const out of document.querySelectorAll('#preview [data-address]')) out.textContent = address(shown(named('link')));
  for (const picture of document.querySelectorAll('#preview [data-picture]')) {
    picture.hidden = !shown(named('image')) && !shown(named('image_alt')) && !document.querySelector('[data-check="image"]');
  }
  for (const check of document.querySelectorAll('#asks [data-check]')) {
    const field = named(check.dataset.check);
    if (!field) continue; // the format is the item's
    const most = Number(field.dataset.limit ?? Infinity);
    const good = 'limit' in field.dataset ? [...shown(field)].length <= most : Boolean(shown(field));
    check.className = `mark ${good ? 'ok' : 'bad'}`;
    check.querySelector('.yes').hidden = !good;
    check.querySelector('.no').hidden = good;
  }
  for (const hint of document.querySelectorAll('[data-from]')) hint.hidden = named(hint.dataset.from).value.trim() !== '';
}

// Counters of fields that came with another channel; those of the first page are app.js's.
function count() {
  for (const field of document.querySelectorAll('#parts [data-limit]')) {
    const out = document.getElementById(field.dataset.counter);
    const used = [...(field.value || field.dataset.inherited || '')].length;
    out.textContent = `${used} / ${field.dataset.limit}`;
    out.classList.toggle('over', used > Number(field.dataset.limit));
  }
}

form.addEventListener('input', () => { count(); draw(); });

// Another channel asks other things: the server says what. An answer that does not (signed out meanwhile) changes nothing.
document.addEventListener('htmx:before:swap', (event) => {
  if (!event.detail.tasks[0].fragment.childElementCount) event.preventDefault();
});
document.addEventListener('htmx:after:swap', count);
