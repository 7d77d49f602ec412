import pytest
from django.core.exceptions import FieldError
from django.db import connection, models

from servicepoint.sealing.errors import CannotOpen
from servicepoint.sealing.fields import EncryptedJSONField, EncryptedTextField


class Box(models.Model):
    """A table of this test only."""

    number = EncryptedTextField(null=True)
    answers = EncryptedJSONField(default=dict)

    class Meta:
        app_label = "tests_sealing"


@pytest.fixture
def table(db):
    with connection.schema_editor() as editor:
        editor.create_model(Box)


def _raw(column="number"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM tests_sealing_box ORDER BY id")
        return [row[0] and bytes(row[0]) for row in cursor.fetchall()]


def test_text_and_json_come_back_as_they_went_in(table):
    answers = {"people": [{"name": "Testa Voorbeeld", "age": 4, "born": None}], "ready": True}
    box = Box.objects.create(number="123456782", answers=answers)

    found = Box.objects.get(pk=box.pk)

    assert (found.number, found.answers) == ("123456782", answers)
    assert Box.objects.values_list("number", flat=True).get() == "123456782"


def test_the_database_holds_nothing_readable(table):
    Box.objects.create(number="123456782", answers={"name": "Testa Voorbeeld"})
    assert b"123456782" not in _raw()[0]
    assert b"Testa" not in _raw("answers")[0]


def test_nothing_stays_nothing_and_can_be_asked_for(table):
    Box.objects.create(number=None)
    Box.objects.create(number="")
    assert _raw()[0] is None
    assert Box.objects.get(number__isnull=True).number is None
    assert Box.objects.get(number__isnull=False).number == ""


def test_updates_and_bulk_writes_are_sealed_too(table):
    boxes = Box.objects.bulk_create([Box(number="1"), Box(number="2")])
    Box.objects.filter(pk=boxes[0].pk).update(number="one")
    boxes[1].number = "two"
    Box.objects.bulk_update([boxes[1]], ["number"])
    assert list(Box.objects.order_by("pk").values_list("number", flat=True)) == ["one", "two"]
    assert not {b"one", b"two"} & set(_raw())


@pytest.mark.parametrize("lookup", ["number", "number__startswith", "number__in", "answers__contains"])
def test_a_sealed_column_cannot_be_searched(table, lookup):
    with pytest.raises(FieldError, match="sealed"):
        Box.objects.filter(**{lookup: "1"}).exists()


def test_after_a_change_of_key_old_values_open_only_with_the_old_key_at_hand(table, settings):
    Box.objects.create(number="123456782")
    old_key, settings.DATA_KEY = settings.DATA_KEY, "a new data key that is also long enough"

    settings.DATA_KEYS_OLD = [old_key]
    box = Box.objects.get()
    assert box.number == "123456782"
    box.save()

    settings.DATA_KEYS_OLD = []
    assert Box.objects.get().number == "123456782"


def test_without_the_old_key_a_value_stays_shut(table, settings):
    Box.objects.create(number="123456782")
    settings.DATA_KEY = "a new data key that is also long enough"
    with pytest.raises(CannotOpen):
        Box.objects.get()
