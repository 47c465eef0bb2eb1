"""Makes `docs/plan.svg`, the picture in the README: the sample plan in the terminal, with one activity shown.

    .venv/bin/python tools/make_picture.py

The picture asks nothing of the network: Textual's own export names a font on a server, which is taken out.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from rcm_tui.tui.app import RcmApp
from rcm_tui.workflow.sample import make_demo
from rcm_tui.workflow.workspace import Workspace

PICTURE = Path(__file__).parents[1] / "docs/plan.svg"
SIZE = (122, 36)
SHOWN = "HR-4.1"
PATIENCE = 200
"""Looks at the screen, a twentieth of a second apart, until the item and who changed it last are there."""
FONTS = "'DejaVu Sans Mono', Menlo, Consolas, 'Liberation Mono', monospace"


async def picture(root: Path) -> str:
    """Return the screen as SVG."""
    app = RcmApp(Workspace.open(root), language="en", watch_files=False)
    async with app.run_test(size=SIZE) as pilot:
        for _look in range(PATIENCE):
            await pilot.pause(0.05)
            if app.plan is not None and app.repo_summary is not None:
                break
        app.screen.go_to(SHOWN)
        for _look in range(PATIENCE):
            await pilot.pause(0.05)
            if all(word in app.export_screenshot() for word in ("CARRIED", "Last")):
                break
        return app.export_screenshot(title="rcm")


def without_network(svg: str) -> str:
    """Return the same picture in whatever monospaced font there is."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = re.sub(r"font-family: Fira Code, monospace", f"font-family: {FONTS}", svg)
    svg = re.sub(r"font-family: (?:arial|Fira Code)[^;]*", f"font-family: {FONTS}", svg)
    svg = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    assert "http" not in svg.replace("http://www.w3.org/", ""), "the picture asks for something on the network"
    return "\n".join(line.rstrip() for line in svg.splitlines() if line.strip()) + "\n"


def main() -> None:
    """Make the picture anew."""
    with tempfile.TemporaryDirectory() as folder:
        root = make_demo(Path(folder, "sample"))
        svg = asyncio.run(picture(root))
    PICTURE.write_text(without_network(svg), encoding="utf-8")


if __name__ == "__main__":
    main()
