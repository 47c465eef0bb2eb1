"""Write to the terminal only the cells that differ from what it shows.

Textual writes a widget anew, with the colours of each piece, whenever it is refreshed; one key refreshes a pane several
times while its content is read. On a slow line that is what a person waits for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import cache
from typing import cast

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.console import Console, RenderableType
from rich.style import Style
from textual import events, on
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.app import App
from textual.geometry import Size
from textual.screen import UPDATE_PERIOD, Screen
from textual.strip import Strip
from textual.timer import Timer

from rcm_tui.tui.theme import SIXTEEN

_NEAR = 6
"""Cells that are written again rather than skipped, as moving the cursor costs as many bytes."""

_TURNS = 8
"""Turns of the event loop in which the messages of a key reach the widgets that it changes."""

_RESET, _LINK, _NO_LINK = "\x1b[0m", "\x1b]8;", "\x1b]8;;\x1b\\"

Piece = tuple[int, int, Strip]
"""Row, column, and what is to be there."""


class Frame:
    """What the terminal shows: for each row the characters, and for each the codes of its colours."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._characters = [[""] * size.width for _row in range(size.height)]
        self._codes = [[""] * size.width for _row in range(size.height)]

    def difference(self, pieces: Iterator[Piece], colours: ColorSystem) -> str:
        """Return what makes the terminal show the pieces, and note that it does."""
        written: list[str] = []
        now = _RESET
        for y, x, strip in pieces:
            if not 0 <= y < self.size.height:
                continue
            for start, characters, codes in self._changed(y, x, strip, colours):
                written.append(f"\x1b[{y + 1};{start + 1}H")
                for character, code in zip(characters, codes, strict=True):
                    if code != now:
                        written += [_NO_LINK if _LINK in now else "", code]
                        now = code
                    written.append(character)
        if now != _RESET:
            written += [_NO_LINK if _LINK in now else "", _RESET]
        return "".join(written)

    def _changed(
        self, y: int, x: int, strip: Strip, colours: ColorSystem
    ) -> Iterator[tuple[int, list[str], list[str]]]:
        """Yield the runs of cells of a piece that differ, each with its column; the whole piece where cells join."""
        characters: list[str] = []
        codes: list[str] = []
        joined = False
        for text, style, _control in strip:
            joined = joined or not (text.isascii() or all(cell_len(character) == 1 for character in text))
            characters += text
            code = _code(style, colours) if style is not None else _RESET
            codes += [code] * len(text)
        end = x + (strip.cell_length if joined else len(characters))
        if joined or end > self.size.width:  # the line cannot be divided into cells
            self._characters[y][x:] = [""] * (self.size.width - x)
            yield x, characters, codes
            return
        shown, shown_codes = self._characters[y], self._codes[y]
        if shown[x:end] == characters and shown_codes[x:end] == codes:
            return
        differs = [
            place
            for place, (character, code) in enumerate(zip(characters, codes, strict=True))
            if shown[x + place] != character or shown_codes[x + place] != code
        ]
        shown[x:end], shown_codes[x:end] = characters, codes
        first = last = differs[0]
        for place in [*differs[1:], len(characters) + 2 * _NEAR]:
            if place - last > _NEAR:
                yield x + first, characters[first : last + 1], codes[first : last + 1]
                first = place
            last = place


def _code(style: Style, colours: ColorSystem) -> str:
    """Return what turns a style on, whatever was on before; a link has to be ended first."""
    ansi = Strip.render_ansi(_in_sixteen(style) if colours is ColorSystem.STANDARD else style, colours)
    link = f"{_LINK}id={style.link_id};{style.link}\x1b\\" if style.link else ""
    return (f"\x1b[0;{ansi}m" if ansi else _RESET) + link


@cache
def _in_sixteen(style: Style) -> Style:
    """Return a style in the terminal's own colours."""
    number = SIXTEEN.get(style.color.get_truecolor().hex) if style.color is not None else None
    return style if number is None else style + Style(color=Color.from_ansi(number))


class FrameUpdate(CompositorUpdate):
    """An update of Textual's, of which only what differs is written."""

    def __init__(self, update: CompositorUpdate, frame: Frame) -> None:
        self._update = update
        self._frame = frame

    def render_segments(self, console: Console) -> str:
        colours = console._color_system or ColorSystem.TRUECOLOR
        return self._frame.difference(_pieces(self._update), colours)


def _pieces(update: CompositorUpdate) -> Iterator[Piece]:
    """Yield the pieces of an update, as Textual would write them."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield y, x, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, start, stop in update.spans:
            for end, (x, piece) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if piece is not None and x <= stop and end > start:
                    yield y, x, piece if end <= stop else piece.crop(0, min(end, stop) - x)


class DrawnOnce:
    """Mixed into screens: draws once for a key, after all that it changes.

    Textual draws as soon as the first widget has changed; the others, which messages reach later, are drawn after it.
    """

    _drawing: Timer | None = None
    _was_shown = False

    @property
    def _update_timer(self) -> Timer:
        """The timer by which Textual draws. There is no public place for that."""
        if self._drawing is None:
            self._drawing = cast("Screen[object]", self).set_interval(UPDATE_PERIOD, self._draw, pause=True)
        return self._drawing

    async def _on_idle(self, _event: events.Idle) -> None:
        """Ask to be drawn when a batch is over. Textual, whose own handler is called too, forgets what changes then."""
        screen = cast("Screen[object]", self)
        if screen.app._batch_count and screen.is_current:
            self._update_timer.resume()

    def _on_timer_update(self) -> None:
        """Lay out what has to be, then draw."""
        screen = cast("Screen[object]", self)
        super()._on_timer_update()  # type: ignore[misc]
        if screen.is_active and not screen.app._batch_count and screen._compositor._dirty_regions:
            self._update_timer.pause()  # else the next key would be drawn half
            super()._compositor_refresh()  # type: ignore[misc]

    def _compositor_refresh(self) -> None:
        """Leave drawing to the timer. Textual draws after each layout, three times while a screen opens."""
        if cast("Screen[object]", self).is_active:
            self._update_timer.resume()
        else:
            super()._compositor_refresh()  # type: ignore[misc]

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Keep the styles when shown the first time: the widgets were given them when they were made, just before."""
        event.refresh_styles, self._was_shown = event.refresh_styles and self._was_shown, True

    async def _draw(self) -> None:
        for _turn in range(_TURNS):
            await asyncio.sleep(0)
        screen = cast("Screen[object]", self)
        if not screen.app._batch_count:
            screen._on_timer_update()


class FrameKeeper(App[int]):
    """An application that knows what the terminal shows."""

    _frame: Frame | None = None

    @on(events.Mount)
    def _follow_terminal(self) -> None:
        """Write everything again when the terminal comes back from another program."""
        self.app_resume_signal.subscribe(self, self._forget_frame)

    def _forget_frame(self, _app: App[object]) -> None:
        self._frame = None

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        """Write only what differs. Textual has no public place for that."""
        if isinstance(renderable, LayoutUpdate | ChopsUpdate) and not self.is_headless:
            if self._frame is None or self._frame.size != self.size:
                self._frame = Frame(self.size)
            renderable = cast("RenderableType", FrameUpdate(renderable, self._frame))
        super()._display(screen, renderable)
