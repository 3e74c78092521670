// What makes planner quicker to use. Every page works without this file.

// Filters: an empty field does not go into the address, and a ticked box shows at once how many are chosen.
for (const form of document.querySelectorAll('form.filters, form.tidy')) {
  form.addEventListener('submit', () => {
    for (const field of form.elements) if (field.name && field.value === '') field.disabled = true;
  });
  window.addEventListener('pageshow', () => { for (const field of form.elements) field.disabled = false; });
}

// An open facet or menu closes on Escape and when one clicks beside it.
const floats = 'details.facet[open], details.drops[open]';
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const open of document.querySelectorAll(floats)) { open.open = false; open.querySelector('summary').focus(); }
});
document.addEventListener('click', (event) => {
  for (const open of document.querySelectorAll(floats)) if (!open.contains(event.target)) open.open = false;
});

// A choice in a control row takes effect at once; without script its button does the same.
for (const form of document.querySelectorAll('form.at-once')) {
  form.querySelector('button')?.classList.add('vh');
  form.addEventListener('change', () => form.requestSubmit());
}

// How much of a limit a field has used, while one types.
for (const field of document.querySelectorAll('[data-limit]')) {
  const out = document.getElementById(field.dataset.counter);
  if (!out) continue;
  const show = () => { // characters as people count them; a field left empty has what it inherits
    const used = [...(field.value || field.dataset.inherited || '')].length;
    out.textContent = `${used} / ${field.dataset.limit}`;
    out.classList.toggle('over', used > Number(field.dataset.limit));
  };
  field.addEventListener('input', show);
  show();
}

// Print buttons only exist where there is a script to serve them.
for (const button of document.querySelectorAll('button[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

// A form that takes a while says so and cannot be sent twice.
for (const form of document.querySelectorAll('form[data-busy]')) {
  form.addEventListener('submit', () => {
    const button = form.querySelector('button.go');
    if (!button) return;
    button.setAttribute('aria-busy', 'true');
    setTimeout(() => { button.disabled = true; button.textContent = form.dataset.busy; });
  });
}

// ? shows the keys of the page, wherever one does not type; the link in the rail does too.
const keys = document.getElementById('keys');
document.addEventListener('keydown', (event) => {
  if (event.key !== '?' || event.ctrlKey || event.metaKey || event.altKey || !keys || document.querySelector('dialog[open]')) return;
  if (event.target.closest?.('input:not([type="checkbox"], [type="radio"]), select, textarea')) return;
  event.preventDefault();
  keys.showModal();
});
document.querySelector('[data-keys]')?.addEventListener('click', (event) => { event.preventDefault(); keys.showModal(); });
