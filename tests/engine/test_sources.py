"""Who is asked for which part, and who is to blame."""

from core.engine.sources import HERE, Sources
from core.model.segment import Span

ONE, TWO = "http://one.example/", "http://two.example/"


def sources(*others: str) -> Sources:
    made = Sources()
    made.join(others)
    return made


def test_the_first_is_picked_when_nobody_is_busy() -> None:
    assert sources(ONE, TWO).pick([]) == HERE


def test_the_one_with_the_fewest_connections_is_picked() -> None:
    some = sources(ONE, TWO)
    assert some.pick([HERE]) == ONE
    assert some.pick([HERE, ONE]) == TWO
    assert some.pick([HERE, ONE, TWO]) == HERE
    assert some.pick([ONE, TWO, HERE, HERE, TWO]) == ONE


def test_a_mirror_is_done_without_as_often_as_asked() -> None:
    some = sources(ONE, TWO)
    assert some.do_without(ONE)
    assert some.do_without(ONE)
    assert some.pick([HERE]) == TWO


def test_where_it_was_opened_is_not_done_without() -> None:
    assert not sources(ONE).do_without(HERE)


def test_the_last_one_is_kept() -> None:
    some = sources(ONE)
    some.note(Span(0, 10), HERE)
    some.blame([Span(0, 10)])
    assert not some.do_without(ONE)
    assert some.pick([]) == ONE


def test_whoever_brought_most_of_the_damage_is_asked_no_more() -> None:
    some = sources(ONE, TWO)
    for span, source in ((Span(0, 60), HERE), (Span(50, 100), ONE), (Span(100, 200), TWO)):
        some.note(span, source)
    some.blame([Span(50, 60), Span(90, 95)])
    assert some.pick([HERE]) == TWO


def test_nobody_is_blamed_for_what_another_has_brought_since() -> None:
    some = sources(ONE, TWO)
    for source in (HERE, ONE):
        some.note(Span(0, 60), source)
        some.blame([Span(50, 60)])
    assert [some.pick([]), some.pick([TWO])] == [TWO, TWO]


def test_nobody_is_blamed_for_what_nobody_brought() -> None:
    some = sources(ONE)
    some.note(Span(0, 10), HERE)
    some.note(Span(10, 20), ONE)
    some.blame([Span(20, 30)])
    assert [some.pick([]), some.pick([HERE])] == [HERE, ONE]


def test_in_doubt_one_after_the_other_is_relied_on_alone() -> None:
    some = sources(ONE)
    some.reserve([TWO])
    some.note(Span(0, 10), HERE)
    some.note(Span(10, 20), ONE)
    for expected in (HERE, ONE, TWO):
        assert some.rely_on_another()
        assert some.pick([expected]) == expected
        some.note(Span(0, 20), expected)
    assert not some.rely_on_another()


def test_whoever_has_brought_all_of_a_wrong_file_is_not_asked_again() -> None:
    some = sources()
    some.reserve([ONE])
    some.note(Span(0, 20), HERE)
    assert some.rely_on_another()
    assert some.pick([]) == ONE


def test_one_in_reserve_takes_the_place_of_one_that_fails() -> None:
    some = sources()
    some.reserve([ONE, TWO])
    some.note(Span(0, 20), HERE)
    assert some.rely_on_another()
    assert some.do_without(ONE)
    assert some.pick([]) == TWO
    assert not some.do_without(TWO)
