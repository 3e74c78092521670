// Asks for a page and puts one part of it, with what it was told, in place of the same part here: a page that changes
// without losing its scroll position. What stands elsewhere on the page (filters, rail) stays as it is.

export async function swap(address, options, part) {
  const page = await fetched(address, options);
  return page && put(page, part);
}

export async function fetched(address, options) {
  try {
    const answer = await fetch(address, options); // after a change it follows to the page that shows it
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (!answer.redirected || !page.querySelector('main.alone')) return page;
    location.assign(answer.url); // signed out meanwhile
    return null;
  } catch { // no network: the browser's own way shows why
    location.reload();
    return null;
  }
}

export function put(page, part) {
  const [mine, theirs] = [document, page].map((one) => one.querySelector(part));
  if (!theirs) { // another page: a question, or two people at once
    document.querySelector('main').replaceWith(page.querySelector('main'));
    document.title = page.title;
    document.querySelector('h1').scrollIntoView({ block: 'nearest' });
    return null;
  }
  mine.replaceWith(theirs);
  tell(page);
  document.querySelector('h1').replaceWith(page.querySelector('h1'));
  document.title = page.title;
  return theirs;
}

// What was done is said in the one live region, so that it is heard too.
function tell(page) {
  let told = document.querySelector('main > .told');
  if (!told) {
    told = Object.assign(document.createElement('div'), { className: 'told' });
    told.setAttribute('role', 'status');
    document.querySelector('main > .body').before(told);
  }
  told.replaceChildren(...(page.querySelector('main > .told')?.childNodes ?? []));
}
