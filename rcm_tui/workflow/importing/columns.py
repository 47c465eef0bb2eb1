"""Recognize the columns of a table: by their headings in English or Spanish, else by how many there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from rcm_tui.i18n import N_, _
from rcm_tui.model.errors import BadValue
from rcm_tui.model.frozen import dataclass
from rcm_tui.model.regex import regex
from rcm_tui.model.texts import fold, words
from rcm_tui.office.blocks import Row, Table


class Role(StrEnum):
    """What a column holds."""

    SUBJECT = "subject"
    OBJECTIVE = "objective"
    ACTION = "action"
    ACTIVITY = "activity"
    SUBACTIVITY = "subactivity"
    CALENDAR = "calendar"
    OWNER = "owner"
    STATUS = "status"
    DUE = "due"
    NUMBER = "number"
    LEVEL = "level"
    COMMENT = "comment"
    NOTHING = "nothing"

    @property
    def label(self) -> str:
        """What it is called in the language in use."""
        return _(_LABELS[self])


_LABELS: Final[Mapping[Role, str]] = {
    Role.SUBJECT: N_("subject"),
    Role.OBJECTIVE: N_("objective"),
    Role.ACTION: N_("action"),
    Role.ACTIVITY: N_("activity"),
    Role.SUBACTIVITY: N_("sub-activity"),
    Role.CALENDAR: N_("calendar entry"),
    Role.OWNER: N_("owner"),
    Role.STATUS: N_("status"),
    Role.DUE: N_("due date"),
    Role.NUMBER: N_("number"),
    Role.LEVEL: N_("level"),
    Role.COMMENT: N_("comment"),
    Role.NOTHING: N_("not used"),
}

_HEADINGS: Final[Sequence[tuple[Role, frozenset[str]]]] = [
    (role, frozenset(words(text)))
    for role, text in (
        (Role.NUMBER, "id no nº num number numero ref reference referencia code codigo"),
        (Role.OWNER, "owner owners responsible responsibility lead assigned assignee who quien responsable "
                     "responsables encargado encargada encargados actor actors actores focal"),
        (Role.COMMENT, "comment comments remark remarks note notes notas nota comentario comentarios observacion "
                       "observaciones observation observations raised opened created start inicio creado"),
        (Role.STATUS, "status state estado estatus situacion"),
        (Role.DUE, "due deadline deadlines plazo plazos vencimiento limite when cuando"),
        (Role.CALENDAR, "calendar calendario schedule timeline timetable cronograma progress avance avances follow "
                        "seguimiento dates fechas date fecha"),
        (Role.SUBJECT, "subject subjects theme themes topic topics area areas tema temas eje ejes asunto asuntos"),
        (Role.OBJECTIVE, "objective objectives goal goals outcome outcomes objetivo objetivos meta metas"),
        (Role.ACTIVITY, "activity activities task tasks measure measures actividad actividades tarea tareas medida "
                        "medidas deliverable"),
        (Role.ACTION, "action actions accion acciones"),
    )
]  # fmt: skip
"""Words of headings; the first role that has one of a heading's words is that of the column."""
_BY_WIDTH: Final[Mapping[int, Sequence[Role]]] = {
    1: (Role.ACTIVITY,),
    2: (Role.ACTIVITY, Role.CALENDAR),
    3: (Role.OBJECTIVE, Role.ACTIVITY, Role.CALENDAR),
    4: (Role.OBJECTIVE, Role.ACTION, Role.ACTIVITY, Role.CALENDAR),
    5: (Role.SUBJECT, Role.OBJECTIVE, Role.ACTION, Role.ACTIVITY, Role.CALENDAR),
}
"""What the columns of a table without headings are taken to be."""
_ONCE: Final = frozenset(Role) - {Role.COMMENT, Role.CALENDAR, Role.NOTHING}
"""Roles that one column of a table has at most."""
_SUBACTIVITY = regex(r"sub[\s-]?(?:activit|actividad|task|tarea)")
_LEVEL = regex(r"(?:hierarchy )?level|nivel(?: jerarquico)?")
_LONGEST_HEADING = 60
_LABEL = 25
_FIRST_ROWS = 12
_LONG_STATUS = 40
"""A column of statuses whose cells are longer than this on average tells what was done: it is a calendar."""
_CORRECTION = regex(r"\s*(\d+)\s*=\s*(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it was understood. `number` counts from 1 over all kinds of tables of a file, `place` in its own.

    `filled` is the number of its cells that hold something, `sample` the beginning of the first.
    """

    number: int
    place: int
    heading: str
    role: Role
    filled: int = 0
    sample: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of a file that have the same headings, and what their columns are.

    `rows` are those below the headings, without the headings that are repeated; `above` are the rows before them.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...]
    name: str

    def place_of(self, role: Role) -> int | None:
        """Return the place of the column that has a role."""
        return next((column.place for column in self.columns if column.role is role), None)


def layouts_of(tables: Sequence[Table]) -> list[Layout]:
    """Group the tables of a file by their headings, and guess what each column is.

    A table without headings that is as wide as the one before it continues that, as tables do that were cut at the end
    of a page. Sheets, which have names, are layouts of their own.
    """
    found: list[Layout] = []
    signatures: list[tuple[str, ...]] = []
    for table in tables:
        at, width = _header(table), table.width
        signature = _signature(table.rows[at], width) if at is not None else ()
        rows = table.rows[(at + 1 if at is not None else 0) :]
        above = table.rows[:at] if at is not None else ()
        same = next(
            (
                place
                for place in range(len(found) - 1, -1, -1)
                if (signature and signatures[place] == signature)
                or (not signature and place == len(found) - 1 and len(found[place].columns) == width)
            ),
            None,
        )
        if same is not None and found[same].name == table.name:
            body = [row for row in rows if _signature(row, width) != signatures[same]]
            found[same] = replace(found[same], rows=(*found[same].rows, *body), above=(*found[same].above, *above))
            continue
        body = [row for row in rows if not signature or _signature(row, width) != signature]
        roles = _guess(signature, width)
        headings = [_heading_text(table.rows[at], place) if at is not None else "" for place in range(width)]
        columns = tuple(Column(0, place, headings[place], role) for place, role in enumerate(roles))
        found.append(Layout(columns, tuple(body), tuple(above), table.name))
        signatures.append(signature)
    number = 0
    for position, layout in enumerate(found):
        found[position] = _described(layout, number)
        number += len(layout.columns)
    return found


def corrected(layouts: Sequence[Layout], corrections: Mapping[int, Role]) -> list[Layout]:
    """Return the layouts with columns that are what a person says. Raises BadValue for a column that is not there."""
    numbers = {column.number for layout in layouts for column in layout.columns}
    for wrong in (number for number in corrections if number not in numbers):
        raise BadValue(
            _("There is no column {number}; the file has columns 1 to {last}.").format(
                number=wrong, last=max(numbers, default=0)
            )
        )
    made = []
    for layout in layouts:
        chosen = {column.place: corrections[column.number] for column in layout.columns if column.number in corrections}
        taken = {role for role in chosen.values() if role in _ONCE}
        columns = tuple(
            replace(column, role=chosen.get(column.place) or (Role.NOTHING if column.role in taken else column.role))
            for column in layout.columns
        )
        made.append(replace(layout, columns=columns))
    return made


def read_correction(text: str) -> tuple[int, Role]:
    """Read `3=owner`. Raises BadValue."""
    match = _CORRECTION.fullmatch(text)
    phrase = fold(match[2]) if match else ""
    role = next((role for role in Role if phrase in (role.value, fold(role.label))), None)
    if match is None or role is None:
        raise BadValue(
            _("“{text}” says no column; write its number and one of: {roles}, such as 3=owner").format(
                text=text, roles=", ".join(Role)
            )
        )
    return int(match[1]), role


def _heading_text(row: Row, place: int) -> str:
    cell = row.cell(place)
    return cell.text if cell is not None and cell.column == place else ""


def _signature(row: Row, width: int) -> tuple[str, ...]:
    return tuple(fold(_heading_text(row, place)).strip(" .:") for place in range(width))


def role_of(heading: str) -> Role | None:
    """Return the role that a heading names; None where it names none."""
    in_heading = set(words(heading))
    if not in_heading or len(heading) > _LONGEST_HEADING:
        return Role.NUMBER if heading.strip() == "#" else None
    folded = fold(heading).strip(" .:")
    if _SUBACTIVITY.match(folded) or _LEVEL.fullmatch(folded):
        return Role.SUBACTIVITY if _SUBACTIVITY.match(folded) else Role.LEVEL
    return next((role for role, known in _HEADINGS if known & in_heading), None)


def _header(table: Table) -> int | None:
    """Return the place of the row of headings, among the first rows; None where there is none."""
    width = table.width
    for place, row in enumerate(table.rows[:_FIRST_ROWS]):
        filled = [cell.text for cell in row.cells if cell.text]
        known = {role for text in filled if (role := role_of(text)) is not None}
        if len(known) >= min(2, width) and 2 * len(known) >= len(filled) and _are_headings(filled):
            return place
        if (known or row.is_header or _all_bold(row)) and len(filled) == width > 1 and _are_labels(filled):
            return place
    return None


def _all_bold(row: Row) -> bool:
    return all(
        run.bold for cell in row.cells for paragraph in cell.paragraphs for run in paragraph.runs if run.text.strip()
    )


def _are_labels(texts: Sequence[str]) -> bool:
    """Return whether texts are such as stand above columns: short, all different, without figures."""
    short = all(len(text) <= _LABEL and not any(char.isdigit() for char in text) for text in texts)
    return short and len({fold(text) for text in texts}) == len(texts)


def _are_headings(texts: Sequence[str]) -> bool:
    return all(len(text) <= _LONGEST_HEADING and not text.rstrip().endswith(".") for text in texts)


def _guess(signature: Sequence[str], width: int) -> list[Role]:
    """Return what each column is, by its headings or by the width of the table."""
    if not signature:
        known = list(_BY_WIDTH.get(width, _BY_WIDTH[5]))
        return known[:width] + [Role.COMMENT] * (width - len(known))
    roles = [role_of(heading) if heading else Role.NOTHING for heading in signature]
    if Role.ACTIVITY not in roles and Role.ACTION in roles:
        roles[roles.index(Role.ACTION)] = Role.ACTIVITY
    if Role.DUE not in roles and (Role.OWNER in roles or Role.STATUS in roles):
        dates = [
            place
            for place, heading in enumerate(signature)
            if set(words(heading)) <= {"date", "fecha", "by", "para"} and heading
        ]
        for place in dates[:1]:
            roles[place] = Role.DUE
    made: list[Role] = []
    for role in roles:
        again = role in _ONCE and role in made
        made.append(Role.COMMENT if role is None or again else role)
    if Role.ACTIVITY not in made:  # Something must say what is to be done: the column that says nothing else.
        unknown = [place for place, role in enumerate(roles) if role is None]
        for place in unknown[:1]:
            made[place] = Role.ACTIVITY
    return made


def _described(layout: Layout, before: int) -> Layout:
    """Return a layout with its columns numbered and counted; one of long statuses is taken for a calendar."""
    columns = []
    for column in layout.columns:
        texts = list(_texts(layout.rows, column.place))
        role = column.role
        if role is Role.STATUS and texts and sum(map(len, texts)) > _LONG_STATUS * len(texts):
            role = Role.CALENDAR
        columns.append(
            replace(
                column,
                number=before + column.place + 1,
                role=role,
                filled=len(texts),
                sample=texts[0] if texts else "",
            )
        )
    return replace(layout, columns=tuple(columns))


def _texts(rows: Sequence[Row], place: int) -> Iterator[str]:
    for row in rows:
        cell = row.cell(place)
        if cell is not None and cell.column == place and cell.text:
            yield cell.text


__all__ = ["Column", "Layout", "Role", "corrected", "layouts_of", "read_correction", "role_of"]
