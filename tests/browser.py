"""A headless Chromium for tests, driven over its debugging pipe: no driver and no library is needed.

Everything a page asks for over a network is seen in `requests`, every script error in `errors`.
"""

from __future__ import annotations

import json
import os
import select
import subprocess
import time
from pathlib import Path
from typing import Any

from tests.programs import program

PATIENCE = 30.0

BROKEN_WORDS = r"""(() => {
  const broken = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const parent = node.parentElement;
    if (!parent.offsetParent || parent.closest("script, style, svg, select, .hidden")) continue;
    for (const word of node.data.matchAll(/[\p{L}\p{M}\p{N}]{2,}/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const lines = [...range.getClientRects()].filter((one) => one.width > 0).map((one) => Math.round(one.top));
      if (new Set(lines).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})()"""
"""The words of a page that go over the end of a line."""
HEAD = """(document.querySelector("form.bar") || document.querySelector("header")).getBoundingClientRect().bottom
  / innerHeight"""
"""How much of the screen the head of a page and its search take, as a share."""


class Browser:
    """One page in a browser of its own."""

    def __init__(self, profile: Path) -> None:
        found = program("browser")
        assert found is not None
        to_browser, self._out = os.pipe()
        self._in, from_browser = os.pipe()
        # The browser reads commands from file descriptor 3 and writes answers to 4.
        shell = f'exec "$@" 3<&{to_browser} 4>&{from_browser}'
        self._process = subprocess.Popen(
            [
                *("/bin/bash", "-c", shell, "browser", found, "--headless", "--no-sandbox", "--disable-gpu"),
                *("--remote-debugging-pipe", "--disable-background-networking", "--no-first-run", "--mute-audio"),
                *("--disable-component-update", "--disable-dev-shm-usage", f"--user-data-dir={profile}", "about:blank"),
            ],
            pass_fds=(to_browser, from_browser),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.errors: list[str] = []
        self.loaded = False
        target = self.command("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.command("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.command(f"{domain}.enable")

    def close(self) -> None:
        os.killpg(self._process.pid, 9)
        self._process.wait(PATIENCE)
        os.close(self._in)
        os.close(self._out)

    def command(self, method: str, **params: Any) -> dict[str, Any]:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        number = self._number
        while True:
            answer = self._next()
            if answer.get("id") == number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _next(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE
        while b"\0" not in self._buffer:
            ready, _w, _x = select.select([self._in], [], [], max(deadline - time.monotonic(), 0))
            assert ready, "the browser did not answer"
            self._buffer += os.read(self._in, 1 << 20)
        line, _nul, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(line)
        self._note(message)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.errors.append(params["exceptionDetails"]["text"])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.errors.append(params["entry"]["text"])
        elif method == "Page.loadEventFired":
            self.loaded = True

    def open(self, page: Path) -> None:
        self.loaded = False
        self.command("Page.navigate", url=page.as_uri())
        while not self.loaded:
            self._next()

    def run(self, script: str) -> Any:
        """What a script on the page gives; a promise is awaited."""
        answer = self.command("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, script: str, wanted: Any) -> None:
        """Ask until the page gives what is wanted."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.run(script)) != wanted:
            assert time.monotonic() < deadline, f"{script} gives {found!r}, not {wanted!r}"
            time.sleep(0.02)

    def picture(self, path: Path, *, width: int = 1200, height: int = 800) -> None:
        import base64

        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        path.write_bytes(base64.b64decode(self.command("Page.captureScreenshot")["data"]))

    def printed(self) -> bytes:
        import base64

        return base64.b64decode(self.command("Page.printToPDF", preferCSSPageSize=True)["data"])
