"""From the door to the end, as it usually goes."""

from servicepoint.audit.models import Entry
from servicepoint.visits import queries, rules
from tests.visits.hall import Hall, chain_of, state_of


def test_a_party_arrives_is_called_served_and_done(hall: Hall) -> None:
    ticket = hall.arrive(hall.booked())
    assert ticket.text == "A01"
    assert [each.ticket for each in queries.line_now(hall.here, now=hall.clock)] == ["A01"]
    visit_id = hall.after(2).handled()
    assert visit_id == ticket.visit_id
    assert state_of(visit_id) == "finished"
    assert [stage.state for stage in chain_of(visit_id)] == ["waiting", "called", "serving", "finished"]
    assert rules.is_legal(chain_of(visit_id))


def test_each_act_is_one_entry_in_the_record(hall: Hall) -> None:
    hall.arrive(hall.booked())
    visit_id = hall.handled()
    acts = Entry.objects.filter(subject=f"visit:{visit_id}").order_by("id").values_list("act", flat=True)
    assert list(acts) == [
        "visits.checked_in",
        "visits.called",
        "visits.serving",
        "visits.step_done",
        "visits.step_done",
        "visits.outcome_set",
        "visits.finished",
    ]
