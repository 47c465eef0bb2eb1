"""What people type for the fields of a plan: right, nearly right and wrong. The plan is GARDENS."""

from __future__ import annotations

ITEM = "GA-1.1"

ITEM_WORDS = {
    "status": ["completed", "Completed ", "complted", "done", "pending input", "pending-input"],
    "number": ["7", " 07 ", "+3", "two", "0", "-1", "1.5", "9" * 30],
    "priority": ["1", "high", " 2 ", "0", "1.0", "01"],
    "percent_complete": ["0", "50", "100", "50%", " 40 % ", "101", "250", "-1", "half", "0.5"],
    "responsible": ["IOM", "Mexico, OIM", "México", "tecnical secretariat", "XX", "MX,,CR", "COUNCIL", ","],
    "after": ["GA-1.2", "ga-1.2, GA-1", "GA-1.1", "GA-7"],
    "actions": ["bdr", "bdr, bdr", "zzz"],
    "funding.cost": ["60000", "60000.50", "60,000", "250.000", "-1", "1e5", "free", "0"],
    "funding.currency": ["USD", "usd", "Mxn ", "dollars", "US", "XYZ", "US$"],
    "funding.by": ["TS", "Technical Secretariat", "nobody"],
    "funding.missing": ["5", "5.5", "5.555", "some"],
    "text.en": ["PLANT TWO OAKS", "  ÁRBOLES  ", "- a: [list]", "yes", "0123", "# no comment"],
    "text.es": ["PLANTAR", " "],
}
"""Of the item itself."""
FIELDS = """\
fields:
  done: {of: [activity, entry], type: share, label: {en: done, es: hecho}, total: mean}
  visitors: {of: [activity, meeting], type: number, label: {en: visitors a day}, total: sum}
  lead: {of: [activity, agreement], type: actors, label: {en: lead agency}}
  keeper: {of: [entry, meeting], type: actor}
  opens: {of: [activity, meeting], type: date, label: {en: opening}}
  risk:
    {of: [activity, agreement], type: choice, label: {en: risk}, choices: {low: {en: Low, es: Bajo}, high: {en: High}}}
  watered: {of: [activity, agreement], type: yes-no}
  related: {of: [activity, agreement], type: items}
  budget: {of: [activity, meeting], type: money, currency: USD, published: false}
  map: {of: [entry, agreement], type: link, label: {en: map}}
  remark: {of: [activity, meeting, agreement], type: text, label: {en: remark}}
"""
"""What plan.yaml declares besides."""
OWN_ITEM_WORDS = {
    "done": ["0.5", "50%", " 50 % ", "1", "0", "1.2", "120%", "half"],
    "visitors": ["12", "-1.5", "1e3", "1,000"],
    "lead": ["IOM", "Mexico, OIM", "nobody"],
    "opens": ["1 May 2007", "2007-05", "soon"],
    "risk": ["low", "HIGH ", "lo", "medium"],
    "watered": ["yes", "No", "true", "perhaps"],
    "related": ["GA-1", "ga-1.2", "GA-9"],
    "budget": ["6000", "6,000"],
    "remark.en": ["Ask Puebla", " "],
}
"""Of the fields of its own that the plan declares."""
OWN_ENTRY_WORDS = {
    "done": ["0.25", "2"],
    "keeper": ["CR", "Costa Rica", "CX"],
    "map": ["https://example.org/a", "javascript:alert(1)", "example.org"],
}
ENTRY_WORDS = {
    "date": [
        "2006-11",
        "November 2006",
        "27-29 November 2006",
        "2006",
        "noviembre de 2006",
        "2006-13",
        "soon",
        "today",
    ],
    "status": ["active", "ACTIVE", "actve"],
    "meeting": ["2006-05-council", "none", "2006-05", "puebla", "council", "2099-01-none"],
    "responsible": ["CR", "Costa Rica", "CX"],
    "request.from": ["members", "Member countries, IOM", "memberz"],
    "request.to": ["TS", "technical secretariat", "T S"],
    "request.due": [
        "2006-08-15",
        "end of April 2007",
        "15/08/2006",
        "banana",
        "before each council",
        "within 60 days of the meeting",
        "1 March 2007 and 1 June 2007",
        "before each banana",
    ],
    "request.due_meeting": ["2006-11-council", "managua", "nowhere"],
    "request.every": ["COUNCIL", "council of gardens", "P6M", "p6m", "banana", "6 months", "P"],
    "request.sent": ["2006-06-01", "1 June 2006", "June the firstish"],
    "request.ledger": ["complete", "COMPLETE", "partial"],
    "funding.currency": ["crc", "colones"],
    "text.en": ["FIRST COUNT HELD IN PUEBLA"],
}
"""Of its entry kvt."""
MEETING, AGREEMENT = "2006-11-council", "wtr"
MEETING_WORDS = {
    "body": ["COUNCIL", "council of gardens", "CONGRESS"],
    "dates": ["28-29 November 2006", "2006-13"],
    "place": ["Paris, France", " "],
    "presidency": ["Costa Rica", "CX"],
    "participants": ["MX, IOM", "nobody"],
}
"""Of the meeting 2006-11-council."""
AGREEMENT_WORDS = {
    "number": ["7", "5 bis"],
    "kind": ["statement", "DECISION", "decree"],
    "responsible": ["IOM", "XX"],
    "date": ["May 2007", "soon"],
    "items": ["GA-1.2", "ga-1.1", "GA-9"],
    "request.from": ["members", "memberz"],
    "request.due": ["within 60 days of the meeting", "banana"],
}
"""Of its agreement wtr."""


def decided() -> dict[str, dict[str, list[str]]]:
    """Return the words for the fields of meetings and of agreements, those of the plan's own among them, by kind."""
    own = OWN_ITEM_WORDS | OWN_ENTRY_WORDS
    of_meeting, of_agreement = (
        {name: own[name] for name in names}
        for names in (
            ("visitors", "keeper", "opens", "budget", "remark.en"),
            ("lead", "risk", "watered", "related", "map", "remark.en"),
        )
    )
    return {"meeting": MEETING_WORDS | of_meeting, "agreement": AGREEMENT_WORDS | of_agreement}


ENTRY = "kvt"


def cases() -> list[tuple[str, str]]:
    """All of them, by the path in the file."""
    of_item, of_entry = ITEM_WORDS | OWN_ITEM_WORDS, ENTRY_WORDS | OWN_ENTRY_WORDS
    own = [(path, words) for path, each in of_item.items() for words in each]
    return own + [(f"calendar.{ENTRY}.{path}", words) for path, each in of_entry.items() for words in each]
