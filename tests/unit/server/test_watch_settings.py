"""Settings of the watch that cannot be used."""

import pytest

from veillee.server.settings import SettingProblem, load_settings


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({"VEILLEE_SITE__TIME_ZONE": "Europe/Atlantis"}, "site.time_zone"),
        ({"VEILLEE_SITE__TIME_ZONE": ""}, "site.time_zone"),
        ({"VEILLEE_WATCH__OPENING": '["tous les soirs"]'}, "watch.opening"),
        ({"VEILLEE_WATCH__OPENING": "[]"}, "watch.opening"),
        ({"VEILLEE_WATCH__STAFF_MIN__ROOMS": "0"}, "watch.staff_min.rooms"),
        ({"VEILLEE_WATCH__URGENT_MINUTES_MAX": "-1"}, "watch.urgent_minutes_max"),
        ({"VEILLEE_WATCH__SYNTHETIC_PER_DAY": "25"}, "watch.synthetic_per_day"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(environment: dict[str, str], named: str) -> None:
    with pytest.raises(SettingProblem, match=named) as problem:
        load_settings(None, environment)
    assert "\n" not in str(problem.value)


def test_each_area_and_the_hours_are_set_from_outside() -> None:
    watch = load_settings(
        None,
        {"VEILLEE_WATCH__STAFF_MIN__ROOMS": "2", "VEILLEE_WATCH__OPENING": '["Mo-Fr 18:00-02:00"]'},
    ).watch
    assert (watch.staff_min.first_words, watch.staff_min.rooms, watch.staff_min.pictures) == (1, 2, 1)
    assert watch.opening == ("Mo-Fr 18:00-02:00",)
