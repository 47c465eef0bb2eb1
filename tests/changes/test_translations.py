"""What a translation was made from is kept whatever way a text changes."""

import pytest

from rcm_tui.changes.translations import with_origins
from rcm_tui.model.texts import fingerprint, stale_languages

LANGUAGES = ("en", "es")
OLD, NEW = f"en:{fingerprint('Plant')}", f"en:{fingerprint('Plant trees')}"


def activity(translated=None, draft=None, **text):
    data = {"id": "GA-1.1", "number": 1, "text": text, "status": "active"}
    return data | ({"translated": translated} if translated else {}) | ({"draft": draft} if draft else {})


@pytest.mark.parametrize(
    ("before", "after", "noted"),
    [
        pytest.param(activity(en="Plant"), activity(en="Plant", es="Plantar"), {"es": OLD}, id="translated"),
        pytest.param(activity(es="Plantar"), activity(en="Plant", es="Plantar"), {"en": "es"}, id="other way round"),
        pytest.param(
            activity({"es": OLD}, en="Plant", es="Plantar"),
            activity({"es": OLD}, en="Plant trees", es="Plantar"),
            {"es": OLD},
            id="original changed",
        ),
        pytest.param(
            activity(en="Plant", es="Plantar"),
            activity(en="Plant trees", es="Plantar"),
            {"es": OLD},
            id="original changed, and nothing had said what was translated",
        ),
        pytest.param(
            activity({"es": OLD}, en="Plant trees", es="Plantar"),
            activity({"es": OLD}, en="Plant trees", es="Plantar árboles"),
            {"es": NEW},
            id="translated anew",
        ),
        pytest.param(
            activity({"es": OLD}, en="Plant", es="Plantar"),
            activity({"es": OLD}, en="Plant trees", es="Plantar árboles"),
            {"es": NEW},
            id="both",
        ),
        pytest.param(
            activity({"es": OLD}, en="Plant trees", es="Plantar"),
            activity({"es": "en"}, en="Plant trees", es="Plantar"),
            {"es": NEW},
            id="said to hold",
        ),
        pytest.param(
            activity({"es": OLD}, en="Plant", es="Plantar"), activity({"es": OLD}, en="Plant"), None, id="gone"
        ),
        pytest.param(
            activity({"es": OLD}, en="Plant", es="Plantar"),
            activity({"es": OLD}, es="Plantar"),
            None,
            id="original gone",
        ),
        pytest.param(
            activity({"es": OLD}, en="Plant", es="Plantar"),
            activity({"es": OLD}, en="  Plant\n", es="Plantar"),
            {"es": OLD},
            id="wrapped otherwise",
        ),
        pytest.param(None, activity(en="Plant", es="Plantar"), None, id="new in both"),
    ],
)
def test_each_way_a_text_changes(before, after, noted):
    found = with_origins("activity", before, after, LANGUAGES)
    if noted == {"en": "es"}:
        noted = {"en": f"es:{fingerprint('Plantar')}"}
    assert found.get("translated") == noted
    assert {**found, "translated": None} == {**after, "translated": None}


def test_members_and_titles_keep_theirs_too():
    before = {"id": "GA", "number": 1, "title": {"en": "Gardens", "es": "Jardines"}}
    after = {**before, "title": {"en": "Gardens and parks", "es": "Jardines"}}
    found = with_origins("subject", before, after, LANGUAGES)
    assert stale_languages(found["title"], found["translated"]) == ("es",)
    entry = {"id": "kvt", "text": {"en": "Held"}}
    before = activity(en="Plant") | {"calendar": [entry]}
    after = activity(en="Plant") | {"calendar": [{**entry, "text": {"en": "Held", "es": "Realizado"}}]}
    found = with_origins("activity", before, after, LANGUAGES)
    assert found["calendar"][0]["translated"] == {"es": f"en:{fingerprint('Held')}"}
    assert "translated" not in found


def test_data_that_a_file_cannot_have_are_left_as_they_are():
    odd = {"id": "GA-1.1", "text": {"en": 5}, "translated": ["es"], "calendar": "none"}
    assert with_origins("activity", None, odd, LANGUAGES) == odd
    assert with_origins("activity", odd, odd, LANGUAGES) == odd
