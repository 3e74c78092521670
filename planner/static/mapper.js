// Mapping grids: arrows go from square to square, Space turns one on, 1, 2 and 0 say primary, secondary, off.
// Without script a square is a group of radio buttons, and arrows choose in it.

const chosen = (square) => square.querySelector('input:checked') ?? square.querySelector('input');

// One stop of Tab a grid: the square one was at last.
for (const table of document.querySelectorAll('.mapper .heat')) {
  const squares = [...table.querySelectorAll('.picker')];
  const rest = (here) => {
    for (const square of squares) for (const input of square.querySelectorAll('input')) input.tabIndex = square === here ? 0 : -1;
  };
  rest(squares[0]);
  table.addEventListener('focusin', (event) => rest(event.target.closest('.picker') ?? squares[0]));
  table.addEventListener('keydown', (event) => {
    const square = event.target.closest('.picker');
    if (!square || event.altKey || event.ctrlKey || event.metaKey) return;
    const next = neighbour(table, square, event.key);
    if (next) chosen(next).focus();
    else if (!turn(square, event.key)) return;
    event.preventDefault();
  });
}

const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function neighbour(table, square, key) {
  if (!STEPS[key]) return null;
  const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll('.picker')]);
  const r = rows.findIndex((row) => row.includes(square));
  const [down, across] = STEPS[key];
  return rows[r + down]?.[rows[r].indexOf(square) + across] ?? square;
}

const SAID = { 1: 'primary', 2: 'secondary', 0: 'off', Delete: 'off', Backspace: 'off' };

function turn(square, key) {
  const inputs = [...square.querySelectorAll('input')];
  let input = inputs.find((one) => one.value === SAID[key]);
  if (key === ' ') input = inputs[(inputs.indexOf(chosen(square)) + 1) % inputs.length];
  if (!input) return false;
  input.checked = true;
  input.focus();
  input.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}
