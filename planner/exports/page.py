"""A page of HTML that stands alone: its style lies inside, it loads nothing and runs nothing."""

from __future__ import annotations

from planner.exports.plain import html_text

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

# The colours of planner's own pages; no colour says anything that a sign or a word does not say too.
STYLE = """
:root { color-scheme: light; --ink: #14201f; --ink-2: #41504f; --line: #dde4e3; --line-2: #c2cccb; --accent: #0a6166; }
* { box-sizing: border-box; }
body { margin: 1.5rem; color: var(--ink); background: #fff;
  font: 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
h1 { font-size: 22px; margin: 0; }
h2 { font-size: 15px; margin: 1.5rem 0 0; padding: .375rem .5rem; background: #dceeed;
  border-block-end: 1px solid var(--accent); }
p { color: var(--ink-2); margin: .25rem 0 .75rem; }
ul.key { display: flex; flex-wrap: wrap; gap: .375rem; list-style: none; margin: 0; padding: 0; font-size: 12px; }
ul.key li { padding: .125rem .5rem; border: 1px solid var(--line-2); }
table { inline-size: 100%; border-collapse: collapse; table-layout: fixed; font-size: 12px; }
th { text-align: start; vertical-align: top; padding: .375rem .5rem; overflow-wrap: anywhere; }
td { vertical-align: top; padding: .1875rem; border: 1px solid var(--line); overflow-wrap: anywhere; }
tbody th { border: 1px solid var(--line); }
thead th { border-block-start: 4px solid transparent; border-block-end: 1px solid var(--line-2); }
article { padding: .1875rem .375rem; border: 1px solid var(--line-2); break-inside: avoid; }
article + article { margin-block-start: .1875rem; }
article b { display: block; font-weight: 600; }
small { display: block; font-size: 11px; color: var(--ink-2); }
.planned { background: #f1f4f4; } .approved { background: #d8ebe9; } .published { background: #b9dcd9; }
.tentative { border-style: dashed !important; font-style: italic; } .cancelled { text-decoration: line-through; }
thead .g0 { border-block-start-color: #7b8887; } thead .g1 { border-block-start-color: #42307d; }
thead .g2 { border-block-start-color: #34549b; } thead .g3 { border-block-start-color: #1f7398; }
thead .g4 { border-block-start-color: #14897f; } thead .g5 { border-block-start-color: #4b9a50; }
thead .g6 { border-block-start-color: #93a02a; } thead .g7 { border-block-start-color: #c79a1b; }
@media print {
  @page { size: A3 landscape; margin: 10mm; }
  body { margin: 0; font-size: 10pt; }
  section + section { break-before: page; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""


def page(title: str, body: str, *, language: str) -> str:
    """Return a whole page; `body` is markup, `title` is text."""
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        f"<title>{html_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )
