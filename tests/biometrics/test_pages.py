"""The pages at the counter: who may use them, what they let through, and what they say."""

import inspect
import re

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from servicepoint.accounts import actions as accounts
from servicepoint.accounts.rules import digits_at, step_at
from servicepoint.biometrics import actions, errors, measure, photo, queries, rules
from servicepoint.biometrics.models import Capture
from servicepoint.kit import clock
from servicepoint.staff import capture_texts
from simulators.prints import print_of
from tests.biometrics.conftest import ASSISTANT, LEAD, NOW
from tests.biometrics.faces import Face, jpeg

PASSWORD = "an invented password of staff"
NEXT = "/staff/conflicts/"


@pytest.fixture(autouse=True)
def cheap_passwords_and_a_scanner(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SCANNER_URL = "http://127.0.0.1:8765"
    settings.STAFF_SECOND_FACTOR = False
    with clock.frozen(NOW):
        yield


@pytest.fixture
def staff(db):
    """Log an account of a role in: `staff("lead")`."""

    def logged_in(role: str = "assistant") -> Client:
        user = User.objects.create_user(f"{role}.voorbeeld", password=PASSWORD, is_staff=True)
        user.groups.add(Group.objects.get(name=role))
        client = Client(headers={"Accept-Language": "en"})
        client.force_login(user)
        return client

    return logged_in


def page(name, sitting, **query):
    return reverse(f"staff:{name}", args=[sitting], query={"next": NEXT} | query)


def marks_of(face):
    eyes = face.marks.left_eye, face.marks.right_eye
    return ",".join(f"{value:.4f}" for mark in eyes for value in (mark.x, mark.y))


def send_photo(client, sitting, face=None, **headers):
    face = face or Face()
    headers = {"Capture-Marks": marks_of(face)} | headers
    return client.post(page("photo", sitting), jpeg(face), content_type="image/jpeg", headers=headers)


def send_print(client, sitting, asked="right,index,71", picture=None):
    headers = {"Capture-Print": asked}
    return client.post(
        page("fingers", sitting), picture or print_of(1), content_type="image/png", headers=headers
    )


@pytest.mark.parametrize("name", ["photo", "fingers"])
def test_strangers_are_sent_to_the_log_in_and_others_are_refused(open_sitting, client, staff, name):
    sitting = open_sitting()
    assert client.get(page(name, sitting))["Location"].startswith("/staff/login/")
    assert staff("administrator").get(page(name, sitting)).status_code == 403
    assert staff("assistant").get(page(name, sitting)).status_code == 200


def test_the_camera_may_be_used_on_the_page_for_photos_only(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    assert "camera=(self)" in client.get(page("photo", sitting))["Permissions-Policy"]
    assert "camera=()" in client.get(page("fingers", sitting))["Permissions-Policy"]


def test_the_scanner_may_be_asked_from_the_page_for_fingers_only(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    policy = client.get(page("fingers", sitting))["Content-Security-Policy"]
    assert "connect-src 'self' http://127.0.0.1:8765" in policy
    assert "blob:" not in policy
    assert "127.0.0.1" not in client.get(page("photo", sitting))["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["photo", "fingers"])
def test_nothing_of_these_pages_is_stored(open_sitting, staff, name):
    client, sitting = staff(), open_sitting()
    assert "no-store" in client.get(page(name, sitting))["Cache-Control"]
    answer = send_photo(client, sitting) if name == "photo" else send_print(client, sitting)
    assert (answer.status_code, "no-store" in answer["Cache-Control"]) == (200, True)


def test_a_good_photo_is_accepted_with_one_press_and_the_fingers_come_next(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    assert "data-accept" in send_photo(client, sitting).content.decode()
    answer = client.post(page("photo_accept", sitting))
    assert answer["Location"].startswith(f"/staff/biometrics/{sitting}/fingers/")
    assert NEXT.replace("/", "%2F") in answer["Location"]


def test_a_photo_with_a_problem_says_what_helps_and_is_used_for_a_reason_only(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    found = send_photo(client, sitting, Face(tilt=9)).content.decode()
    assert "Ask the person to hold it upright" in found
    assert "data-accept" not in found
    client.post(page("photo_accept", sitting))
    assert queries.sitting(sitting).photo.accepted is None
    client.post(page("photo_accept", sitting), {"reason": "medical"})
    assert queries.sitting(sitting).photo.accepted.override_reason == "medical"


def test_after_the_page_was_loaded_anew_the_kept_photo_can_still_be_accepted(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    assert "data-accept" not in client.get(page("photo", sitting)).content.decode()
    send_photo(client, sitting)
    assert "data-accept" in client.get(page("photo", sitting)).content.decode()


def test_below_six_the_photo_closes_the_sitting_and_leads_back(open_sitting, staff):
    client, sitting = staff(), open_sitting(age=5)
    send_photo(client, sitting)
    assert client.post(page("photo_accept", sitting))["Location"] == NEXT
    assert queries.sitting(sitting).closed


def test_the_way_back_leads_nowhere_else(open_sitting, staff):
    client, sitting = staff(), open_sitting(age=5)
    send_photo(client, sitting)
    answer = client.post(page("photo_accept", sitting, next="https://elsewhere.example/"))
    assert answer["Location"] == "/staff/"


def test_prints_lead_from_hand_to_hand_and_to_the_end(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    send_photo(client, sitting)
    client.post(page("photo_accept", sitting))
    assert 'data-hand="left" data-finger="index"' in send_print(client, sitting).content.decode()
    assert "data-settled" in send_print(client, sitting, "left,index,64").content.decode()
    assert client.post(page("done", sitting))["Location"] == NEXT


def test_a_finger_out_of_turn_is_refused_in_words(open_sitting, staff):
    answer = send_print(staff(), open_sitting(), "right,thumb,71")
    assert answer.status_code == 409
    assert "This is not asked now" in answer.content.decode()


def test_an_impossible_finger_leads_to_the_next_one(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    asked = {"finger": "right:index", "reason": "temporary:injured"}
    assert client.post(page("fingers_impossible", sitting), asked).status_code == 302
    assert 'data-finger="middle"' in client.get(page("fingers", sitting)).content.decode()


def three_poor_prints(client, sitting):
    for score in (12, 19, 15):
        send_print(client, sitting, f"right,index,{score}")


def decide(client, sitting, **typed):
    client.post(page("fingers_decide", sitting), {"hand": "right", "reason": "worn_ridges"} | typed)
    return queries.sitting(sitting).hand("right").accepted


def test_a_lead_decides_at_the_counter_with_an_own_password(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    staff("lead")
    three_poor_prints(client, sitting)
    assert decide(client, sitting) is None
    assert decide(client, sitting, username="lead.voorbeeld", password="wrong") is None
    assert decide(client, sitting, username="assistant.voorbeeld", password=PASSWORD) is None
    assert decide(client, sitting, username="lead.voorbeeld", password=PASSWORD) is not None
    assert Capture.objects.get(accepted_at__isnull=False).override_by == "lead.voorbeeld"


def with_app(name="lead.voorbeeld"):
    """Give the account an app with six digits; return what it shows now."""
    user = User.objects.get(username=name)
    secret = accounts.start_app(user.pk, now=NOW)
    accounts.confirm_app(user.pk, digits_at(secret, step_at(NOW) - 1), now=NOW, actor=LEAD)
    return digits_at(secret, step_at(NOW))


def test_a_lead_with_a_second_factor_decides_with_its_digits_which_are_good_once(open_sitting, staff):
    client, sitting, other = staff(), open_sitting(), open_sitting("visit:2/1")
    staff("lead")
    three_poor_prints(client, sitting)
    three_poor_prints(client, other)
    lead = {"username": "lead.voorbeeld", "password": PASSWORD}
    digits = with_app()
    assert decide(client, sitting, **lead) is None
    assert decide(client, sitting, **lead, digits="000000") is None
    assert decide(client, sitting, **lead, digits=digits) is not None
    assert decide(client, other, **lead, digits=digits) is None


def test_a_recovery_code_of_the_lead_is_as_good_as_digits(open_sitting, staff):
    client, sitting = staff(), open_sitting()
    staff("lead")
    three_poor_prints(client, sitting)
    with_app()
    user = User.objects.get(username="lead.voorbeeld")
    code = accounts.new_recovery_codes(user.pk, now=NOW, actor=LEAD)[0]
    assert decide(client, sitting, username=user.username, password=PASSWORD, digits=code) is not None


def test_where_second_factors_are_asked_for_a_lead_without_one_decides_nothing(open_sitting, staff, settings):
    settings.STAFF_SECOND_FACTOR = True
    client, sitting = staff(), open_sitting()
    staff("lead")
    three_poor_prints(client, sitting)
    assert decide(client, sitting, username="lead.voorbeeld", password=PASSWORD) is None


def test_the_digits_of_a_lead_cannot_be_guessed_at_the_counter(open_sitting, staff, settings):
    settings.RATE_LIMITS = True
    client, sitting = staff(), open_sitting()
    staff("lead")
    three_poor_prints(client, sitting)
    with_app()
    typed = {"hand": "right", "reason": "worn_ridges", "username": "lead.voorbeeld", "password": PASSWORD}
    answers = [
        client.post(page("fingers_decide", sitting), typed | {"digits": f"{number:06d}"}).status_code
        for number in range(30)
    ]
    assert (answers[0], answers[-1]) == (302, 429)


def test_a_lead_decides_on_the_own_screen_but_not_about_own_prints(open_sitting, staff):
    sitting, other, lead = open_sitting(), open_sitting("visit:2/1"), staff("lead")
    three_poor_prints(staff(), sitting)
    three_poor_prints(lead, other)
    assert decide(lead, other) is None
    assert decide(lead, sitting) is not None


@pytest.mark.parametrize("text", ["", "1,2", "0.4,0.4,0.6,nan", "a,b,c,d", "0.4,0.4,0.6,0.4,0.1,0.9,0.2"])
def test_crooked_marks_are_refused(open_sitting, staff, text):
    assert send_photo(staff(), open_sitting(), **{"Capture-Marks": text}).status_code == 400


@pytest.mark.parametrize("text", ["", "right,index,101", "right,little,50", "right,index,x"])
def test_a_crooked_print_is_refused(open_sitting, staff, text):
    assert send_print(staff(), open_sitting(), text).status_code == 400


def test_a_body_larger_than_a_picture_is_refused_unread(open_sitting, staff):
    answer = send_print(staff(), open_sitting(), picture=b"\x89" * (4 * 1024 * 1024 + 1))
    assert answer.status_code == 413


def test_a_form_with_a_file_is_as_small_here_as_anywhere(open_sitting, staff):
    body = b"x" * (600 * 1024)
    answer = staff().post(page("photo", open_sitting()), body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413


def test_a_picture_from_another_site_is_refused(open_sitting, staff):
    client = staff()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert send_photo(strict, open_sitting()).status_code == 403
    assert not Capture.objects.exists()


@pytest.mark.parametrize("name", ["photo", "fingers"])
def test_without_a_certificate_the_page_says_why(open_sitting, staff, settings, name):
    sitting = open_sitting()
    settings.BIOMETRICS_CERTIFICATE = ""
    shown = staff().get(page(name, sitting)).content.decode()
    assert "BIOMETRICS_CERTIFICATE" in shown
    assert "data-video" not in shown
    assert "data-print" not in shown


def test_the_lead_sees_what_was_not_confirmed_and_the_assistant_does_not(open_sitting, staff, settings):
    settings.BIOMETRICS_ALARM_MINUTES = 0
    sitting, face = open_sitting(age=3), Face()
    taken = actions.record_photo(sitting, picture=jpeg(face), marks=face.marks, actor=ASSISTANT, now=NOW)
    actions.accept(taken.capture_id, actor=ASSISTANT, now=NOW)
    assert "visit:1/1" in staff("lead").get(reverse("staff:overdue")).content.decode()
    assert staff("assistant").get(reverse("staff:overdue")).status_code == 403


def test_every_refusal_and_reason_has_its_words():
    codes = {kind.code for kind in errors.BiometricsRefusal.__subclasses__()}
    assert set(capture_texts.REFUSED) == codes
    assert set(capture_texts.OVERRIDES) == set(rules.OVERRIDE_REASONS)
    assert set(capture_texts.IMPOSSIBLE) == set(rules.IMPOSSIBLE_REASONS)
    assert set(capture_texts.FINGERS) == set(rules.FINGERS)


def test_every_check_and_every_problem_the_code_names_has_its_words():
    source = inspect.getsource(measure) + inspect.getsource(photo)
    words = set(re.findall(r'"([a-z0-9_]+)"', source)) - {"dpi"}
    names = set(re.findall(r'(?:_check|Check)\(\s*"(\w+)"', source))
    assert names == set(capture_texts.CHECKS)
    assert words - names == set(capture_texts.ADVICE)
