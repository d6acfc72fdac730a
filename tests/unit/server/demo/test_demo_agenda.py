"""What is due when."""

from veillee.server.demo.agenda import Agenda


def test_steps_run_in_order_of_time_then_of_arrival() -> None:
    agenda, ran = Agenda(), []
    agenda.put("b", 2, lambda _: ran.append("b"))
    agenda.put("a", 1, lambda _: ran.append("a"))
    agenda.put("c", 2, lambda _: ran.append("c"))
    agenda.run(1.5)
    assert ran == ["a"]
    agenda.run(9)
    assert ran == ["a", "b", "c"]
    assert agenda.next_at() is None


def test_a_key_put_again_replaces_its_step() -> None:
    agenda, ran = Agenda(), []
    agenda.put("line", 1, lambda _: ran.append("old"))
    agenda.put("line", 5, lambda _: ran.append("new"))
    assert agenda.at("line") == 5
    assert agenda.next_at() == 5
    agenda.run(10)
    assert ran == ["new"]
    assert agenda.at("line") is None


def test_a_step_that_was_taken_back_does_not_run() -> None:
    agenda = Agenda()
    ran: list[float] = []
    agenda.put("a", 1, ran.append)
    assert agenda.drop("a")
    assert not agenda.drop("a")
    assert agenda.next_at() is None
    agenda.run(5)
    assert ran == []


def test_a_step_may_put_down_another_that_is_due_already() -> None:
    agenda, ran = Agenda(), []
    agenda.put("a", 1, lambda now: agenda.put("b", now, lambda _: ran.append("b")))
    agenda.run(3)
    assert ran == ["b"]


def test_after_a_pause_steps_are_told_the_present() -> None:
    agenda = Agenda()
    told: list[float] = []
    agenda.put("a", 1, told.append)
    agenda.run(3600)
    assert told == [3600]


def test_keys_are_counted_by_their_kind() -> None:
    agenda = Agenda()
    agenda.put(("greet", "x"), 1, lambda _: None)
    agenda.put(("greet", "y"), 1, lambda _: None)
    agenda.put(("line", "x"), 1, lambda _: None)
    assert (agenda.count("greet"), agenda.count("reply")) == (2, 0)
