"""LibreOffice without a window, for tests: a script that runs under the system's Python, which has `uno`.

`python3 publications_office.py SOURCE accept|reject|keep TARGET ...` opens each source, accepts or rejects all its
tracked changes, and stores it; a target that ends in .pdf becomes a PDF.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time

PATIENCE = 60.0
COMMANDS = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}


def main(jobs: list[tuple[str, str, str]]) -> None:
    import uno
    from com.sun.star.beans import PropertyValue
    from com.sun.star.lang import DisposedException

    def named(name, value):
        one = PropertyValue()
        one.Name, one.Value = name, value
        return one

    pipe = f"rcm-{os.getpid()}"
    with tempfile.TemporaryDirectory(prefix="rcm-office-", ignore_cleanup_errors=True) as profile:
        office = subprocess.Popen(
            [
                *("soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--invisible", "--norestore"),
                *("--nologo", f"--accept=pipe,name={pipe};urp;"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "TMPDIR": profile},
        )
        try:
            context = connect(uno, pipe)
            services = context.ServiceManager
            desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
            dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
            for source, how, target in jobs:
                document = desktop.loadComponentFromURL(f"file://{source}", "_blank", 0, (named("Hidden", True),))
                if document is None:
                    sys.exit(f"LibreOffice did not open {source}")
                if how in COMMANDS:
                    dispatcher.executeDispatch(document.CurrentController.Frame, COMMANDS[how], "", 0, ())
                form = "writer_pdf_Export" if target.endswith(".pdf") else "MS Word 2007 XML"
                document.storeToURL(f"file://{target}", (named("FilterName", form),))
                document.close(True)
            # An office that is killed leaves its pipes in /tmp; the answer is lost when it closes the connection first.
            with contextlib.suppress(DisposedException):
                desktop.terminate()
            office.wait(PATIENCE)
        finally:
            if office.poll() is None:
                # The launcher and the office it started are of one session of their own.
                os.killpg(office.pid, 15)
                office.wait(PATIENCE)


def connect(uno, pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


if __name__ == "__main__":
    given = sys.argv[1:]
    main([(given[i], given[i + 1], given[i + 2]) for i in range(0, len(given), 3)])
