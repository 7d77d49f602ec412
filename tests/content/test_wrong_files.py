"""A broken file of every kind: named with file, line, key, fault and expectation; nothing is loaded."""

import pytest
from django.core.management import CommandError, call_command

from servicepoint.content.errors import ContentRefused
from servicepoint.content.models import LoadedRow
from servicepoint.services.models import Service
from servicepoint.staff.management.commands.load_content import read_content

# file, what is written there, what is put in its place, words of the fault, words of the expectation
FAULTS = [
    ("services.yaml", "code: DOC\n", "code: doc\n", "does not fit", "capitals"),
    ("services.yaml", "    slug: collect-document\n", "", "“slug” is missing", "the keys"),
    ("services.yaml", "asks_bsn: false", "ask_bsn: false", "is not a known key", "only the keys"),
    ("services.yaml", "asks_bsn: false", "asks_bsn: no", "does not fit", "true or false"),
    ("services.yaml", "lead_minutes: 120", "lead_minutes: soon", "does not fit", "minutes, 0 to"),
    ("services.yaml", "valid_from: 2025-01-01", "valid_from: 2025-02-30", "does not fit", "YYYY-MM-DD"),
    (
        "services.yaml",
        "{ nl: Sticker verblijfsaantekening halen, en: ",
        "{ nl: Sticker verblijfsaantekening halen, fr: ",
        "“en” is missing",
        "“nl”, “en”",
    ),
    ("services.yaml", "code: BIO", "code: DOC", "is there twice", "each once"),
    (
        "services.yaml",
        "refusal: sticker_asylum",
        "refusal: nobody_explains",
        "no outcome explains",
        "triage.yaml",
    ),
    ("services.yaml", "horizon_days: 84", "horizon_days: 0", "does not fit", "days, 1 to 120"),
    ("services.yaml", "    lengths:\n", "    lengths: [\n", "", "valid YAML"),
    (
        "services.yaml",
        "    asks_bsn: false\n",
        "    asks_bsn: false\n    asks_bsn: true\n",
        "is there twice",
        "each key once",
    ),
    ("requirements.yaml", "services: [DOC]", "services: [XXX]", "not there", "services.yaml"),
    (
        "requirements.yaml",
        "situations: [has-document]",
        "situations: [asylum]",
        "“asylum” is no situation",
        "has-document",
    ),
    ("requirements.yaml", "age_max: 17", "age_max: 17\n    age_min: 18", "below age_min", "age_min or more"),
    ("requirements.yaml", "code: nato-id", "code: assignment", "is there twice", "each once"),
    (
        "triage.yaml",
        "next: collect-letter",
        "next: nowhere",
        "“nowhere” is not there",
        "a question or an outcome",
    ),
    (
        "triage.yaml",
        "next: wait-for-letter",
        "next: collect-letter",
        "leads back to itself",
        "a way to an outcome",
    ),
    (
        "triage.yaml",
        "next: courier",
        "next: wait-for-letter",
        "cannot be reached",
        "an answer that leads here",
    ),
    ("triage.yaml", "kind: wait_for_letter", "kind: wait", "does not fit", "“wait_for_letter”"),
    ("triage.yaml", "situation: has-document", "situation: asylum", "cannot be booked", "a situation of DOC"),
    ("triage.yaml", "service: BIO", "service: XXX", "is not there", "services.yaml"),
    ("triage.yaml", "link: page:telephone", "link: page:nowhere", "no page “nowhere”", "telephone"),
    ("triage.yaml", "link: https://ind.nl", "link: http://ind.nl", "does not fit", "https:"),
    ("triage.yaml", "code: maastricht\n", "code: courier\n", "is there twice", "each answer once"),
    ("triage.yaml", "start: what-for", "start: what", "“what” is no question", "the code of a question"),
    ("triage.yaml", "    refusals: [biometrics_under_one]\n", "", "no outcome explains", "with this refusal"),
    ("location.yaml", "postcode: 6211 DW", "postcode: DW 6211", "does not fit", "6211 DW"),
    ("location.yaml", "opens: 09:00", "opens: 9:00", "does not fit", "HH:MM"),
    ("location.yaml", "closes: 17:00", "closes: 08:00", "are no hours", "the later one last"),
    ("counters.yaml", "name: Balie 2", "name: Balie 1", "is there twice", "each once per location"),
    ("counters.yaml", "location: maastricht", "location: elders", "no location “elders”", "maastricht"),
    ("openings.yaml", '"13:00-16:30"', '"11:00-16:30"', "twice on tuesday", "do not overlap"),
    ("openings.yaml", '"09:00-12:00"', '"09:00-25:00"', "are no hours", "the later one last"),
    ("openings.yaml", "counters: [Balie 3]", "counters: [Balie 9]", "no counter “Balie 9”", "counters.yaml"),
    ("openings.yaml", "services: [DOC, BIO, VAA, TKV]", "services: [DOC, XXX]", "no service “XXX”", "DOC"),
    (
        "openings.yaml",
        "valid_from: 2026-01-01",
        "valid_from: 2026-01-01\n    valid_until: 2025-01-01",
        "lies before",
        "or later",
    ),
    ("openings.yaml", "tuesday", "tewsday", "does not fit", "“tuesday”"),
    ("holidays.yaml", "holiday: Goede vrijdag", "holiday: Carnaval", "no holiday “Carnaval”", "Koningsdag"),
    ("holidays.yaml", "last_year: 2031", "last_year: 2020", "no range of years", "30 years"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "wrong", "expected"), FAULTS, ids=[f"{f[0]}:{f[2]!r}" for f in FAULTS]
)
def test_a_fault_is_named_with_file_line_and_expectation(folder, file, old, new, wrong, expected):
    folder.replace(file, old, new)
    with pytest.raises(ContentRefused) as refused:
        read_content(folder.path)
    told = [problem for problem in refused.value.problems if problem.file == f"content/{file}"]
    fitting = [one for one in told if wrong in one.wrong and expected in one.expected]
    assert fitting, [str(problem) for problem in refused.value.problems]
    assert all(problem.line > 0 for problem in fitting)


EXACT = [
    ("services.yaml", "code: DOC\n", "code: doc\n", "services[0].code"),
    ("services.yaml", "asks_bsn: false", "ask_bsn: false", "services[0].ask_bsn"),
    ("requirements.yaml", "code: nato-id", "code: assignment", "requirements[10].code"),
    ("counters.yaml", "name: Balie 2", "name: Balie 1", "counters[1].name"),
    ("holidays.yaml", "last_year: 2031", "last_year: 2020", "last_year"),
    ("services.yaml", "lead_minutes: 2880", "lead_minutes: soon", "services[4].lead_minutes"),
    ("openings.yaml", '"13:30-16:30"', '"late"', "weekly[1].hours[1]"),
    ("triage.yaml", "next: courier", "next: nowhere", "questions.collect-letter.answers[2].next"),
    ("location.yaml", "alias: MAA", "alias: maa", "locations[0].alias"),
]


@pytest.mark.parametrize(("file", "old", "new", "key"), EXACT)
def test_the_line_and_the_key_are_exact(folder, file, old, new, key):
    line = folder.replace(file, old, new)
    with pytest.raises(ContentRefused) as refused:
        read_content(folder.path)
    assert (line, key) in [(problem.line, problem.key) for problem in refused.value.problems]


def test_the_untouched_copy_is_sound(folder):
    assert read_content(folder.path)["services"].problems == []


def test_all_faults_of_all_files_are_told_at_once(folder):
    for file, old, new, _wrong, _expected in (FAULTS[3], FAULTS[12], FAULTS[19], FAULTS[27], FAULTS[37]):
        folder.replace(file, old, new)
    with pytest.raises(ContentRefused) as refused:
        read_content(folder.path)
    files = {problem.file for problem in refused.value.problems}
    assert {
        "content/services.yaml",
        "content/triage.yaml",
        "content/location.yaml",
        "content/openings.yaml",
    } <= files


def test_a_missing_and_an_empty_file_are_faults(folder):
    (folder.path / "counters.yaml").unlink()
    (folder.path / "holidays.yaml").write_text("")
    with pytest.raises(ContentRefused) as refused:
        read_content(folder.path)
    told = {problem.file: problem.wrong for problem in refused.value.problems}
    assert told == {"content/counters.yaml": "cannot be read", "content/holidays.yaml": "is empty"}


@pytest.mark.django_db
def test_nothing_is_loaded_from_content_with_a_fault(folder):
    folder.replace("holidays.yaml", "last_year: 2031", "last_year: 2020")
    with pytest.raises(CommandError, match=r"content/holidays.yaml, line \d+, last_year"):
        call_command("load_content", folder=folder.path)
    assert not Service.objects.exists()
    assert not LoadedRow.objects.exists()


@pytest.mark.django_db
def test_checking_loads_nothing(folder, capsys):
    call_command("load_content", "--check", folder=folder.path)
    assert "sound" in capsys.readouterr().out
    assert not Service.objects.exists()
