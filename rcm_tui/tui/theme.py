"""The two themes: a handful of named colours for each, and nothing else is coloured.

Roles: `quiet`, `moving`, `waiting`, `done`, `stopped` and `broken` say how something stands (see
`rcm_tui.reports.styles`); `muted` is for what explains, `faint` for rules and what is not here,
`mark` for the cursor, `hit` for words found.
"""

from __future__ import annotations

from textual.theme import Theme

from rcm_tui.workflow.memory import remembered

DARK, LIGHT = "rcm-dark", "rcm-light"


def _theme(name: str, *, dark: bool, roles: dict[str, str], ground: str, raised: str, text: str, accent: str) -> Theme:
    return Theme(
        name=name,
        dark=dark,
        primary=accent,
        secondary=accent,
        accent=accent,
        warning=roles["waiting"],
        error=roles["broken"],
        success=roles["done"],
        foreground=text,
        background=ground,
        surface=ground,
        panel=raised,
        text_alpha=1.0,
        variables={
            **roles,
            "raised": raised,
            "border": roles["faint"],
            "border-blurred": roles["faint"],
            "scrollbar": roles["faint"],
            "scrollbar-hover": roles["muted"],
            "scrollbar-active": accent,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "scrollbar-corner-color": ground,
            "input-selection-background": f"{accent} 35%",
            "block-cursor-background": roles["mark"],
            "block-cursor-foreground": text,
            "block-cursor-text-style": "none",
            "block-cursor-blurred-background": raised,
            "block-cursor-blurred-foreground": text,
            "block-cursor-blurred-text-style": "none",
            "block-hover-background": raised,
            "link-style": "none",
            "link-color": text,
            "link-background": "transparent",
            "link-style-hover": "none",
            "link-color-hover": accent,
            "link-background-hover": "transparent",
        },
    )


THEMES = (
    _theme(
        DARK,
        dark=True,
        ground="#14171c",
        raised="#1d2229",
        text="#d6dae0",
        accent="#7fb2e5",
        roles={
            "muted": "#9ba6b4",
            "faint": "#3a424d",
            "edge": "#6b7788",
            "mark": "#2a3a4d",
            "quiet": "#9ba6b4",
            "moving": "#7fb2e5",
            "waiting": "#e3b261",
            "done": "#84b98a",
            "stopped": "#b5a1c5",
            "broken": "#f08f88",
            "hit": "#5a4a1f",
            "hit-text": "#f3e3bd",
        },
    ),
    _theme(
        LIGHT,
        dark=False,
        ground="#fbfaf7",
        raised="#f0eee8",
        text="#23272e",
        accent="#1d5f9e",
        roles={
            "muted": "#5a626d",
            "faint": "#cfccc3",
            "edge": "#827d70",
            "mark": "#d6e4f2",
            "quiet": "#5a626d",
            "moving": "#1d5f9e",
            "waiting": "#7d4e00",
            "done": "#2c6e38",
            "stopped": "#6d4d86",
            "broken": "#b3261e",
            "hit": "#f7e2a4",
            "hit-text": "#3d2c00",
        },
    ),
)


SIXTEEN = {
    **{"#7fb2e5": 14, "#e3b261": 11, "#84b98a": 10, "#b5a1c5": 13, "#f08f88": 9, "#9ba6b4": 7},
    **{"#1d5f9e": 4, "#7d4e00": 5, "#b3261e": 1},
}
"""The terminal's own colours for the roles, where it has 16: the nearest would be white, or yellow on white."""


def remembered_theme() -> str:
    """Return the theme that was chosen last; the dark one where none was."""
    name = remembered("theme")
    return name if name in (DARK, LIGHT) else DARK
