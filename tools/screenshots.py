"""Picture every page of the sample workspace: English and Dutch, 1440 and 390 wide, light and dark.

    .venv/bin/python tools/screenshots.py [FOLDER] [--only NAME ...] [--quick | --docs] [--full]

Serves a sample of its own on a free port, so that nobody's data is touched. `--quick`: English, light, both widths.
`--docs`: the two kinds that docs/screenshots keeps, with the page there that shows them.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import re
import shutil
import struct
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402
from waitress.server import create_server  # noqa: E402

from planner import begin, create_app, pipeline  # noqa: E402
from planner.config import Config  # noqa: E402
from planner.core.model import User  # noqa: E402
from planner.storage import people  # noqa: E402
from planner.storage import workspace as frame  # noqa: E402
from planner.storage.database import Database  # noqa: E402
from planner.storage.launcher import make  # noqa: E402

WHO = "lotte@huislinde.example"
PAGES = {
    "overview": "/",
    "content": "/content",
    "board": "/board",
    "item": "/content/{item}",
    "new": "/content/new",
    "placement": "/placements/{placement}",
    "map": "/map",
    "map-cell": "/map?cell={cell}",
    "map-segments": "/map?rows=segment&columns=stage&per=none",
    "gaps": "/gaps?open={gap}",
    "answer": "/gaps/answer?{answer}",
    "gaps-segment": "/gaps?by=segment",
    "snapshots": "/gaps/snapshots",
    "overload": "/overload",
    "calendar-month": "/calendar",
    "calendar-week": "/calendar?layout=week",
    "calendar-list": "/calendar?layout=list",
    "calendar-grid": "/calendar?layout=grid&period=weeks:2",
    "calendar-move": "/calendar?layout=week&open={placement}",
    "calendar-several": "/calendar?layout=week&select=1",
    "changes": "/changes",
    "journey": "/journeys/{segment}",
    "campaigns": "/campaigns",
    "import": "/import",
    "export": "/export",
    "settings": "/settings",
    "settings-segment": "/settings/segments/row?key=young-parents",
    "settings-targets": "/settings/targets?segment=young-parents",
    "settings-rules": "/settings/rules",
    "settings-account": "/settings/account",
    "settings-sharing": "/settings/sharing",
    "settings-backup": "/settings/backup",
    "settings-kpis": "/settings/kpis",
    "help": "/help/",
    "keys": "/help/keys",
    "error": "/no-such-page",
}
DOCS = (("en", 1440, "light"), ("nl", 390, "dark"))  # what docs/screenshots keeps: each way once


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, Database]]:
    """Serve the sample from `folder` and give its address."""
    database = make(f"sqlite:///{folder / 'planner.db'}")
    now = datetime.now(UTC)
    begin.begin_sample(database, today=now.date())
    pipeline.snapshot_of_the_week(database, now=now)
    config = Config(instance=folder, secret_key="s" * 48, url="http://127.0.0.1")
    server = create_server(create_app(config, database), host="127.0.0.1", port=0, threads=4)
    Thread(target=server.run, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.effective_port}", database
    finally:
        server.close()
        database.close()


def addresses(database: Database) -> dict[str, str]:
    """Return the pages' addresses, with ids of the sample filled in."""
    now = datetime.now(UTC)
    state = pipeline.state(database)
    day = pipeline.today(state.workspace, now)
    reports = pipeline.reports(database, as_of=day, until=day.replace(year=day.year + 1))
    gap = next(gap for gap in reports.gaps if gap.stage and gap.answers)
    inventory = state.inventory
    upcoming = [n for n in range(len(inventory.uids)) if inventory.place_day[n] >= day.toordinal()]
    chosen = upcoming[0]
    known = {
        "item": inventory.item_ids[inventory.place_item[chosen]], "placement": inventory.uids[chosen], "gap": gap.key,
        "segment": state.workspace.touchpoints[0].segment,
        "cell": "/".join([gap.segment or "", gap.stage or "", gap.phase or ""]),
        "answer": urlencode({"key": gap.key, "action": gap.answers[0].action, "item": gap.answers[0].item or ""}),
    }  # fmt: skip
    return {name: path.format(**known) for name, path in PAGES.items()}


def sign_in(database: Database, language: str) -> str:
    """Return a login link's path for the person in the pictures."""
    with database.writing("screenshots") as writing:
        if people.get_user(writing, WHO) is None:
            frame.add(writing, User(email=WHO, name="Lotte Peeters", role="admin", language=language))
        return f"/login/{people.make_link(writing, WHO, now=datetime.now(UTC))}"


def open_page(browser: Browser, base: str, database: Database, kind: tuple[str, int, str]) -> Page:
    """Return a signed-in page of a language, width and colour scheme."""
    language, width, scheme = kind
    context = browser.new_context(
        base_url=base, viewport={"width": width, "height": 1000 if width > 500 else 844},
        color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce",
    )  # fmt: skip
    page = context.new_page()
    page.goto(sign_in(database, language))
    page.locator("main form button").first.click()
    with page.expect_navigation():
        page.locator(f"form.langs button[value={language}]").dispatch_event("click")
    return page


# Colours rounded to 5 bits a channel; the 255 most used make the palette, the others take the nearest of them.
TO_PALETTE = """
async (address) => {
  const image = await createImageBitmap(await (await fetch(address)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.drawImage(image, 0, 0);
  const data = context.getImageData(0, 0, image.width, image.height).data;
  const exact = new Map();
  for (let i = 0; i < data.length; i += 4) {
    const key = (data[i] << 16) | (data[i + 1] << 8) | data[i + 2];
    exact.set(key, (exact.get(key) || 0) + 1);
  }
  const ranked = [...exact].sort((a, b) => b[1] - a[1]).map(([key]) => key);
  const palette = ranked.slice(0, 255);
  const place = new Map(palette.map((key, n) => [key, n]));
  for (const key of ranked.slice(255)) {
    let best = 0, least = Infinity;
    for (let n = 0; n < palette.length; n++) {
      const r = (key >> 16) - (palette[n] >> 16), g = ((key >> 8) & 255) - ((palette[n] >> 8) & 255);
      const b = (key & 255) - (palette[n] & 255), far = 3 * r * r + 4 * g * g + 2 * b * b;
      if (far < least) { least = far; best = n; }
    }
    place.set(key, best);
  }
  const pixels = new Uint8Array(data.length / 4);
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = place.get((data[4 * i] << 16) | (data[4 * i + 1] << 8) | data[4 * i + 2]);
  let text = "";
  for (let i = 0; i < pixels.length; i += 32768) text += String.fromCharCode(...pixels.subarray(i, i + 32768));
  return { width: image.width, height: image.height, palette, pixels: btoa(text) };
}
"""


def small(converter: Page, png: bytes) -> bytes:
    """Return a PNG of at most 255 colours: a third of the size, and nobody sees it."""
    address = "data:image/png;base64," + base64.b64encode(png).decode()
    made = converter.evaluate(TO_PALETTE, address)
    width, height, pixels = made["width"], made["height"], base64.b64decode(made["pixels"])
    rows = b"".join(b"\0" + pixels[n * width : (n + 1) * width] for n in range(height))
    colours = b"".join(struct.pack(">I", colour)[1:] for colour in made["palette"])
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = ((b"IHDR", header), (b"PLTE", colours), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def index() -> str:
    """Return the page that shows the pictures of the documents side by side."""
    lines = ["# Every page", "", "Made by `tools/screenshots.py --docs` from the sample workspace: English on a wide"]
    lines += ["light screen, Dutch on a narrow dark one.", "", "| page | wide | narrow |", "|---|---|---|"]
    for name, path in PAGES.items():
        pictures = [f"{name}-{language}-{width}-{scheme}.png" for language, width, scheme in DOCS]
        shown = [f'<img src="{file}" alt="{name}, {file[:-4].removeprefix(name + "-")}" width="{size}">'
                 for file, size in zip(pictures, (640, 180), strict=True)]  # fmt: skip
        lines.append(f"| {name}<br>`{path}` | {shown[0]} | {shown[1]} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--docs", action="store_true")
    parser.add_argument("--full", action="store_true", help="whole pages, not what fits on the screen")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    kinds = list(itertools.product(("en", "nl"), (1440, 390), ("light", "dark")))
    if asked.quick:
        kinds = [("en", 1440, "light"), ("en", 390, "light")]
    elif asked.docs:
        kinds = [*DOCS]
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as (base, database), sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        pages = addresses(database)
        converter = browser.new_page()
        for language, width, scheme in kinds:
            page = open_page(browser, base, database, (language, width, scheme))
            for name, path in pages.items():
                if asked.only and name not in asked.only:
                    continue
                page.goto(path)
                file = asked.folder / f"{name}-{language}-{width}-{scheme}.png"
                file.write_bytes(small(converter, page.screenshot(full_page=asked.full)))
            page.context.close()
        browser.close()
    if asked.docs:
        (asked.folder / "README.md").write_text(index(), encoding="utf-8")
    taken = [file for file in asked.folder.glob("*.png") if re.search(r"-(en|nl)-\d+-(light|dark)\.png$", file.name)]
    print(f"{len(taken)} pictures in {asked.folder}, {sum(f.stat().st_size for f in taken) // 1024} kB")


if __name__ == "__main__":
    main()
