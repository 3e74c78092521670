// What htmx leaves to these pages. It asks for whole pages and puts a part of each in place of the same part here; heading
// and what was told come along (hx-select-oob of <main>), and what stands elsewhere on the page stays as it is.

let last = Promise.resolve();

// One after another: a second move starts from the page that the first one brought.
export function ask(verb, address, options) {
  last = last.then(() => htmx.ajax(verb, address, options())).catch(() => {}); // its card went meanwhile
  return last;
}

// An answer without the part is another page (a question, two people at once, a fault): it is shown whole.
document.addEventListener('htmx:before:swap', (event) => {
  const { ctx, tasks: [main] } = event.detail;
  const signedOut = ctx.response.raw.redirected && ctx.text.includes('<main class="alone');
  if (!signedOut && (!ctx.select || main.fragment.childElementCount)) return;
  event.preventDefault();
  if (signedOut || ctx.select === 'main') {
    location.assign(ctx.response.raw.url);
    return;
  }
  const { otherwise = { target: 'main', select: 'main' }, ...same } = ctx;
  htmx.swap({ ...same, selectOOB: null, ...otherwise });
  if (!ctx.otherwise) document.querySelector('h1').scrollIntoView({ block: 'nearest' });
});

document.addEventListener('htmx:error', () => location.reload()); // no network: the browser's own way shows why
