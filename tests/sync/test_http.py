"""A server that asks for a name and a password over http, which git asks for at the terminal."""

from __future__ import annotations

import base64
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.sync.interface import nothing_came, synchronising
from tests.terminals import needs_terminal, pty_terminal, rcm_terminals

pytestmark = needs_terminal
terminal = pytest.fixture(pty_terminal)
NAME, PASSWORD = "luis", "cq secret"


class GitServer(BaseHTTPRequestHandler):
    """Serves the repositories of a folder with `git http-backend`, to clients that know the password."""

    folder: Path

    def do_GET(self) -> None:
        self.answer()

    def do_POST(self) -> None:
        self.answer()

    def answer(self) -> None:
        expected = "Basic " + base64.b64encode(f"{NAME}:{PASSWORD}".encode()).decode()
        if self.headers.get("Authorization") != expected:
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="office"')
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        path, _mark, query = self.path.partition("?")
        environment = {
            "PATH": os.environ["PATH"],
            "GIT_PROJECT_ROOT": str(self.folder),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REMOTE_USER": NAME,
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
        }
        done = subprocess.run(
            ["git", "http-backend"], input=self.body(), env=environment, stdout=subprocess.PIPE, check=True
        )
        head, _gap, content = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for name, value in fields.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        content = b""
        while size := int(self.rfile.readline(), 16):
            content += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def log_message(self, *_words: object) -> None:
        pass


@pytest.fixture
def served(office):
    """Luis's clone reaches the office by http; there is a record to fetch."""
    office.luis("sync")
    office.ana("set", "HR-1.2", "status=completed")
    office.ana("sync")
    handler = type("Handler", (GitServer,), {"folder": office.shared.parent})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        office.luis.git("config", "remote.origin.url", f"http://127.0.0.1:{server.server_port}/{office.shared.name}")
        yield office
        server.shutdown()


def test_at_the_command_line(served, terminal):
    served.luis("set", "HR-1.5", "status=completed")
    asked = terminal("sync", folder=served.luis.root)
    for _fetch_and_push in range(2):
        asked.wait_for("Username for")
        asked.type(f"{NAME}\n")
        asked.wait_for("Password for")
        asked.type(f"{PASSWORD}\n")
    assert asked.end() == 0, asked.shown
    assert PASSWORD not in asked.shown
    assert served.luis.data("HR-1.2")["status"] == "completed"
    served.ana("sync")
    assert served.ana.head == served.luis.head
    assert not any(PASSWORD in file.read_text("utf-8", "replace") for file in (served.luis.root / ".git").glob("c*"))


def test_a_wrong_password_at_the_command_line(served, terminal):
    before = served.luis.head
    asked = terminal("sync", folder=served.luis.root)
    asked.wait_for("Username for")
    asked.type(f"{NAME}\n")
    asked.wait_for("Password for")
    asked.type("qqq\n")
    assert asked.end() == 3
    assert "Authentication failed" in asked.shown and "Nothing was changed" in asked.shown.replace("\n", " ")
    assert served.luis.head == before


def test_cancelled_at_the_command_line(served, terminal):
    before = served.luis.head
    asked = terminal("sync", folder=served.luis.root)
    asked.wait_for("Username for")
    asked.type("\x03")
    assert asked.end() == 130, asked.shown
    assert "The plan is intact" in asked.shown and "Traceback" not in asked.shown
    assert served.luis.head == before
    served.luis("set", "HR-1.5", "status=completed")


def test_where_nobody_can_be_asked(served):
    before = served.luis.head
    served.luis("sync", expect=3)
    assert "cannot be reached" in served.luis.err and served.luis.head == before


@pytest.fixture
def open_app(home, served):
    with rcm_terminals(home) as open_terminal:
        yield synchronising(open_terminal(served.luis.root), asks="Username for")


def test_in_the_interface(served, open_app):
    open_app.type(NAME)
    open_app.press("Enter")
    open_app.sees("Password for")
    open_app.type(PASSWORD)
    assert "secret" not in open_app.screen()
    open_app.press("Enter")
    open_app.until(lambda: served.luis.data("HR-1.2")["status"] == "completed", "what came")
    open_app.sees("Everything is synchronised")
    open_app.quit()


@pytest.mark.parametrize("cancelled", [pytest.param(False, marks=pytest.mark.slow), True])
def test_a_wrong_password_in_the_interface_or_none(served, open_app, cancelled):
    if cancelled:
        open_app.press("C-c")
        open_app.sees("it was stopped")
    else:
        open_app.type(NAME)
        open_app.press("Enter")
        open_app.sees("Password for")
        open_app.type("qqq")
        open_app.press("Enter")
        open_app.sees("Authentication failed")
    open_app.sees("F Synchronise")
    nothing_came(served, open_app)
