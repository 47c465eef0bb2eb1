"""Write constraints.txt and the build requirements of pyproject.toml anew.

Take the newest version that pyproject.toml allows of every requirement, direct and indirect, of the program, its
extras and its build, for every Python version supported. Needs uv, which the extra `dev` installs.
"""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
CONSTRAINTS = ROOT / "constraints.txt"
PROJECT = ROOT / "pyproject.toml"
BUILD = "babel\neditables\nhatchling\n"
"""The backend, what hatch_build.py imports, and what the backend asks for in addition when a checkout is installed."""
HEADER = """\
# The versions that rcm is tested with, of everything it needs directly or indirectly: `pip install -c constraints.txt`.
# Made by tools/update_constraints.py; do not edit by hand.
"""


def newest(*sources: str, given: str = "") -> list[str]:
    """Return a line `name==version`, with a marker where it is needed, for each requirement of the sources.

    `given` holds requirements, one a line, read where a source is `-`.
    """
    oldest_python = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["requires-python"].removeprefix(">=")
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--no-annotate", "--no-header"]
    done = subprocess.run(
        [*command, f"--python-version={oldest_python}", *sources],
        cwd=ROOT,
        input=given,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return done.stdout.splitlines()


def main() -> None:
    """Write both files."""
    pins = newest("--all-extras", "pyproject.toml", "-", given=BUILD)
    CONSTRAINTS.write_text("\n".join([HEADER.rstrip(), *pins, ""]), encoding="utf-8")
    build = newest("--constraints", CONSTRAINTS.name, "-", given=BUILD)
    requires = "".join(f'    "{pin}",\n' for pin in build)
    project = PROJECT.read_text("utf-8")
    project = re.sub(r"(?s)^requires = \[.*?\]$", f"requires = [\n{requires}]", project, count=1, flags=re.MULTILINE)
    PROJECT.write_text(project, encoding="utf-8")


if __name__ == "__main__":
    main()
