"""Actors named in sentences: by code, name in either language and alias."""

from __future__ import annotations

import timeit
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcm_tui.model.actors_in_text import ActorFinder, find_actors


@dataclass(frozen=True)
class Actor:
    name: Mapping[str, str]
    aliases: tuple[str, ...] = field(default=())


ACTORS = {
    "MX": Actor({"en": "Mexico", "es": "México"}),
    "CA": Actor({"en": "Canada", "es": "Canadá"}),
    "SV": Actor({"en": "El Salvador"}),
    "CR": Actor({"en": "Costa Rica"}),
    "DO": Actor({"en": "Dominican Republic", "es": "República Dominicana"}),
    "NI": Actor({"en": "Nicaragua"}),
    "US": Actor({"en": "United States of America", "es": "Estados Unidos"}, ("United States", "U.S.", "EE. UU.")),
    "IOM": Actor({"en": "International Organization for Migration"}, ("OIM",)),
    "UN": Actor({"en": "United Nations", "es": "Naciones Unidas"}),
    "WHO": Actor({"en": "World Health Organization"}, ("OMS",)),
    "TS": Actor({"en": "Technical Secretariat", "es": "Secretaría Técnica"}, ("RCM Technical Secretariat",)),
    "PPT": Actor({"en": "Presidency Pro-Tempore", "es": "Presidencia Pro-Témpore"}),
    "RCM": Actor({"en": "Regional Conference on Migration"}, ("CRM",)),
    "RNCOM": Actor({"en": "Regional Network of Civil Organizations for Migration"}, ("RROCM",)),
    "members": Actor({"en": "Member countries", "es": "Países miembros"}, ("countries",)),
    "ILO": Actor({"en": "International Labour Organization"}, ("ILO/IPEC",)),
}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("MEXICO AND IOM SIGNED AN MOU", ["MX", "IOM"]),
        ("IOM and Mexico, then the IOM again", ["IOM", "MX"]),
        ("México y la OIM", ["MX", "IOM"]),
        ("Me\u0301xico", ["MX"]),
        ("mexico", ["MX"]),
        ("iom", ["IOM"]),
        ("HELD IN SAN SALVADOR, EL SALVADOR,", ["SV"]),
        ("SAN SALVADOR", []),
        ("SAN JOSE, COSTA RICA", ["CR"]),
        ("SPONSORED BY CANADA, MEXICO, AND U.S.", ["CA", "MX", "US"]),
        ("US CONTRIBUTED USD$250.000 TO IOM", ["US", "IOM"]),
        ("the US and Canada", ["US", "CA"]),
        ("U. S. officials", ["US"]),
        ("they told us about it", []),
        ("Us too", []),
        ("u.s. officials", ["US"]),
        ("U S", []),
        (r"A FUND OF US\$60,000", []),
        ("a fund of US$60,000", []),
        ("UNITED STATES OF AMERICA", ["US"]),
        ("EE.UU. y Estados Unidos", ["US"]),
        ("UNITED NATIONS", ["UN"]),
        ("the people who came", []),
        ("WHO guidelines in use", ["WHO"]),
        ("COUNTRIES THAT DO NOT REPORT", ["members"]),
        ("host: DO", ["DO"]),
        ("ni México ni Canadá", ["MX", "CA"]),
        ("THE RCM TECHNICAL SECRETARIAT ASSISTS THE PRESIDENCY PRO-TEMPORE", ["TS", "PPT"]),
        ("PRESIDENCY PRO-TÉMPORE", ["PPT"]),
        ("Presidencia Pro Tempore", ["PPT"]),
        ("THE RCM'S PRIVATE WEB SITE", ["RCM"]),
        ("THE TS AND THE PPTPREPARED", ["TS"]),
        ("ILO/IPEC CO-HOSTED", ["ILO"]),
        ("MEMBER\n   COUNTRIES WILL SEND", ["members"]),
        ("INTERESTED COUNTRIES", ["members"]),
        ("Costa. Then, Rica", []),
        ("RROCM", ["RNCOM"]),
        ("I.O.M. will", ["IOM"]),
        ("", []),
    ],
)
def test_actors_in_order_of_mention(text: str, codes: list[str]) -> None:
    assert list(find_actors(text, ACTORS)) == codes


def test_a_name_of_two_actors_proposes_both() -> None:
    twins = {"A1": Actor({"en": "Secretariat"}), "B1": Actor({"en": "Office"}, ("secretariat",))}
    assert find_actors("the secretariat", twins) == ("A1", "B1")


def test_the_finder_belongs_to_the_actors_it_was_made_of() -> None:
    assert find_actors("Mexico", ACTORS) == ("MX",)
    assert find_actors("Mexico", {"XX": Actor({"en": "Mexico"})}) == ("XX",)
    assert find_actors("Mexico", ACTORS) == ("MX",)
    assert find_actors("Mexico", {}) == ()


def test_an_actor_without_usable_names_finds_nothing() -> None:
    assert ActorFinder({"-": Actor({"en": " "}, ("", "..."))}).find("- ... anything") == ()


@given(st.text(), st.sampled_from(sorted(ACTORS)), st.text())
def test_every_name_is_found_between_any_other_words(before: str, code: str, after: str) -> None:
    finder = ActorFinder({code: ACTORS[code]})
    for name in ACTORS[code].name.values():
        assert finder.find(f"{before} ; {name} ; {after}") == (code,)


def test_a_search_takes_microseconds() -> None:
    finder = ActorFinder({**ACTORS, **{f"X{i}": Actor({"en": f"Organization {i} of the region"}) for i in range(500)}})
    text = "GUATEMALA, IOM, UNICEF, AND ILO/IPEC CO-HOSTED THE WORKSHOP TO PREPARE GUIDELINES FOR MEMBER COUNTRIES " * 2
    assert min(timeit.repeat(lambda: finder.find(text), number=20, repeat=5)) / 20 < 0.001
