"""Opinion in a foreign public: one run by hand, the limits that each rule has by itself, and chance that repeats."""

from __future__ import annotations

import itertools
import random
from collections import deque
from collections.abc import Callable
from dataclasses import replace

import pytest

from widgets.laboratory.opinion import (
    LEVELS,
    MESSAGE,
    RULES,
    SILENCE,
    TRIFLE,
    Comparison,
    Outcome,
    Setting,
    away,
    compare,
    fallen,
    mean,
    risen,
    run,
    spread,
)

SEEDS = range(8)
every_rule = pytest.mark.parametrize("rule", RULES)
every_level = pytest.mark.parametrize("level", [SILENCE, *LEVELS])


def step(rule: str, bound: float, rejection: float, distance: float) -> float:
    """How far a hearer of a number goes, as a part of the rate."""
    if rule == "averaging" or abs(distance) <= bound:
        return distance
    return -distance if rule == "repulsion" and abs(distance) > rejection else 0


def ring(setting: Setting, chance: Callable[[], float]) -> list[list[int]]:
    """Each person's friends, in the order of their numbers."""
    n = setting.persons
    ties = {frozenset((i, i)) for i in range(n)}
    for i, k in itertools.product(range(n), range(1, setting.friends // 2 + 1)):
        ties.add(frozenset((i, int(chance() * n) if chance() < setting.rewired else (i + k) % n)))
    return [[j for j in range(n) if j != i and frozenset((i, j)) in ties] for i in range(n)]


def clamp(value: float) -> float:
    return sorted((-1, value, 1))[1]


def numbers(setting: Setting, seed: int) -> tuple[list[float], list[float], float]:
    """Play a run among numbers with other code: before, after, and where the country or its partners stand."""
    chance = random.Random(seed).random  # noqa: S311  (the model's own)
    friends = ring(setting, chance)
    before = []
    for _ in friends:
        bell = sum(chance() for _ in range(3)) - 1.5
        before.append(clamp(setting.attractiveness + 2 * setting.spread * bell))
    after, voice, partners = list(before), MESSAGE, dict.fromkeys(range(3, setting.persons, 4), MESSAGE)
    for _ in range(setting.rounds):
        if setting.level == "dialogue":
            voice = (1 - setting.openness) * MESSAGE + setting.openness * sum(after) / len(after)
        for i, near in enumerate(friends):
            source, which, _, _ = (chance() for _ in range(4))
            country = source < setting.heard
            if country and setting.level == "collaboration" and i not in partners:
                continue
            works = country and setting.level == "collaboration"
            heard = partners[i] if works else voice if country else after[near[int(which * len(near))]]
            far = heard - after[i]
            goes = setting.rate * (far if works else step(setting.rule, setting.bound, setting.rejection, far))
            after[i] = clamp(after[i] + goes)
            if works:
                partners[i] = clamp(partners[i] - goes)
    stand = sum(partners.values()) / len(partners) if setting.level == "collaboration" else voice
    return before, after, stand


def pleas(setting: Setting, seed: int) -> tuple[list[float], list[float], float]:
    """Play a run among arguments with other code: queues of 1 and −1, the oldest on the left."""
    chance = random.Random(seed).random  # noqa: S311  (the model's own)
    friends = ring(setting, chance)
    share, size = (1 + setting.attractiveness) / 2, setting.held
    minds = [deque([1 if chance() < share else -1 for _ in range(size)], size) for _ in friends]
    before = [sum(mind) / size for mind in minds]
    partners = {i: deque([1] * size, size) for i in range(3, setting.persons, 4)}
    voice = MESSAGE
    for _ in range(setting.rounds):
        if setting.level == "dialogue":
            opinion = sum(sum(mind) for mind in minds) / size / len(minds)
            voice = (1 - setting.openness) * MESSAGE + setting.openness * opinion
        for i, near in enumerate(friends):
            source, which, listens, what = (chance() for _ in range(4))
            mine = sum(minds[i]) / size

            def heeds(other: float, own: float = mine, luck: float = listens) -> bool:
                return luck < (1 - abs(other - own) / 2) ** setting.homophily

            if source >= setting.heard:
                friend = minds[near[int(which * len(near))]]
                if heeds(sum(friend) / size):
                    minds[i].append(friend[int(what * size)])
            elif setting.level == "collaboration":
                if i in partners and (setting.trust or heeds(sum(partners[i]) / size)):
                    given, taken = minds[i][int(what * size)], partners[i][int(what * size)]
                    minds[i].append(taken)
                    partners[i].append(given)
            elif heeds(voice):
                minds[i].append(1 if what < (1 + voice) / 2 else -1)
    theirs = [sum(one) / size for one in partners.values()]
    stand = sum(theirs) / len(theirs) if setting.level == "collaboration" else voice
    return before, [sum(mind) / size for mind in minds], stand


@every_rule
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_run_is_what_other_code_makes_of_it(rule: str, level: str, seed: int) -> None:
    play = pleas if rule == "arguments" else numbers
    for trust in (True, False) if rule == "arguments" and level == "collaboration" else (True,):
        setting = Setting(rule=rule, level=level, attractiveness=-0.2, rounds=20, trust=trust)
        before, after, country = play(setting, seed)
        found = run(setting, seed)
        assert found.before == pytest.approx(before, abs=1e-9)
        assert found.after == pytest.approx(after, abs=1e-9)
        assert found.country == pytest.approx(country, abs=1e-9)
        gave_way = setting.openness * (MESSAGE - mean(before)) if level == "dialogue" else 0
        assert found.first == pytest.approx(MESSAGE - gave_way)


@every_rule
@every_level
def test_opinions_stay_on_the_scale_and_a_seed_gives_one_run(rule: str, level: str) -> None:
    setting = Setting(rule=rule, level=level, attractiveness=-0.8, rounds=15)
    for seed in SEEDS:
        found = run(setting, seed)
        assert len(found.before) == len(found.after) == setting.persons
        assert all(-1 <= one <= 1 for one in (*found.before, *found.after, found.country))
        run.cache_clear()
        assert run(setting, seed) == found
    assert len({run(setting, seed).before for seed in SEEDS}) == len(SEEDS)


@every_rule
@every_level
def test_a_run_and_its_twin_begin_alike(rule: str, level: str) -> None:
    both = compare(Setting(rule=rule, level=level, attractiveness=0.5, rounds=5), 4)
    for one, twin in zip(both.spoke, both.silent, strict=True):
        assert one.before == twin.before
        assert (one.after == twin.after) == (level == SILENCE)


@every_rule
def test_a_country_whom_nobody_hears_changes_nothing(rule: str) -> None:
    for level in LEVELS:
        both = compare(Setting(rule=rule, level=level, heard=0, rounds=10), 4)
        assert both.effects == [0] * 4


@every_rule
def test_the_mean_before_is_the_attractiveness(rule: str) -> None:
    for attractiveness in (-0.5, 0, 0.5):
        setting = Setting(rule=rule, attractiveness=attractiveness, rounds=0)
        found = [mean(run(setting, seed).before) for seed in range(200)]
        assert mean(found) == pytest.approx(attractiveness, abs=0.02)
        assert all(run(setting, seed).after == run(setting, seed).before for seed in SEEDS)


def test_under_averaging_nobody_leaves_the_range_of_views() -> None:
    for level in LEVELS:
        for seed in SEEDS:
            found = run(Setting(rule="averaging", level=level), seed)
            low, high = min(found.before), max(*found.before, MESSAGE)
            assert all(low - 1e-9 <= one <= high + 1e-9 for one in found.after)


def test_with_numbers_but_no_repulsion_a_voice_above_all_lowers_nobody() -> None:
    """The two runs share their chance, so the voice can only add."""
    for rule, seed in itertools.product(("averaging",), SEEDS):
        one = run(Setting(rule=rule), seed)
        twin = run(Setting(rule=rule, level=SILENCE), seed)
        assert all(a >= b - 1e-9 for a, b in zip(one.after, twin.after, strict=True))


def test_what_is_too_far_is_not_heard_and_from_further_on_it_repels() -> None:
    alone = {"friends": 0, "rewired": 0.0, "heard": 1.0, "spread": 0.0, "rounds": 1, "bound": 0.6, "rejection": 1.2}
    for attractiveness, bounded, repelled in ((0.5, 0.6, 0.6), (0.0, 0.0, 0.0), (-0.5, -0.5, -0.8)):
        for rule, expected in (("bounded", bounded), ("repulsion", repelled)):
            found = run(Setting(rule=rule, attractiveness=attractiveness, **alone), 0)  # type: ignore[arg-type]
            assert found.after == pytest.approx([expected] * 48)


def test_in_dialogue_the_country_stands_a_part_of_the_way_to_the_public() -> None:
    for openness in (0.0, 0.3, 1.0):
        setting = Setting(rule="averaging", level="dialogue", openness=openness, rounds=1)
        found = run(setting, 3)
        assert found.country == pytest.approx(MESSAGE - openness * (MESSAGE - mean(found.before)))


@every_rule
def test_dialogue_that_never_gives_way_is_monologue(rule: str) -> None:
    for seed in SEEDS:
        dialogue = run(Setting(rule=rule, level="dialogue", openness=0, rounds=10), seed)
        assert dialogue == run(Setting(rule=rule, level="monologue", rounds=10), seed)


def test_in_a_project_both_move_and_nobody_else_is_addressed() -> None:
    setting = Setting(rule="averaging", level="collaboration", friends=0, rewired=0, heard=1, rounds=1)
    found = run(setting, 1)
    moved = [i for i, (a, b) in enumerate(zip(found.before, found.after, strict=True)) if a != b]
    assert moved == list(range(3, 48, 4))
    for i in moved:
        assert found.after[i] == pytest.approx(found.before[i] + setting.rate * (MESSAGE - found.before[i]))
    assert found.country + mean([found.after[i] for i in moved]) == pytest.approx(
        MESSAGE + mean([found.before[i] for i in moved])
    )
    assert run(replace(setting, projects=0), 1).after == found.before


def test_without_trust_partners_follow_the_rule_of_all() -> None:
    setting = Setting(rule="bounded", level="collaboration", attractiveness=-0.8, spread=0.1, trust=False)
    assert compare(setting, 4).effects == [0] * 4
    assert min(compare(replace(setting, trust=True), 4).effects) > TRIFLE


def test_arguments_are_balances_and_one_is_taken_at_a_time() -> None:
    setting = Setting(rule="arguments", friends=0, rewired=0, heard=1, homophily=0, rounds=1)
    for seed in SEEDS:
        found = run(setting, seed)
        for before, after in zip(found.before, found.after, strict=True):
            assert before * setting.held == pytest.approx(round(before * setting.held))
            assert after - before in (pytest.approx(0), pytest.approx(2 / setting.held))  # one for, in place of any
    full = run(replace(setting, rounds=setting.held), 0)
    assert full.after == (1.0,) * setting.persons


def test_the_nearer_the_more_likely_to_be_heard() -> None:
    deaf = Setting(rule="arguments", attractiveness=-1, friends=0, rewired=0, heard=1, rounds=20)
    assert run(deaf, 0).after == (-1.0,) * deaf.persons


def test_what_is_counted() -> None:
    one = Outcome((0.0, 0.0, 0.0, 0.0), (0.5, -0.5, 0.04, -0.04), 1.0, 1.0)
    twin = Outcome((0.0, 0.0, 0.0, 0.0), (0.1, 0.1, 0.1, 0.1), 1.0, 1.0)
    both = Comparison((one, one), (twin, one))
    assert both.changes == [0, 0]
    assert both.effects == pytest.approx([-0.1, 0])
    assert away([one]) == 0.25
    assert (fallen([-0.1, -TRIFLE, 0, TRIFLE, 0.2, 0.3]), risen([-0.1, -TRIFLE, 0, TRIFLE, 0.2, 0.3])) == (1, 2)
    assert spread([k / 10 for k in range(11)]) == pytest.approx((0.1, 0.5, 0.9))
    assert "lower in 1 of 2 runs, higher in 0" in str(both)


@pytest.mark.parametrize(("name", "known"), [("rule", RULES), ("level", LEVELS)])
def test_what_does_not_exist_is_refused(name: str, known: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=f"no {name} 'shouting'") as refusal:
        Setting(**{name: "shouting"})  # type: ignore[arg-type]
    assert all(repr(one) in str(refusal.value) for one in known)


@pytest.mark.parametrize(
    ("name", "value"),
    [("attractiveness", -1.1), ("openness", 1.5), ("projects", -0.1), ("persons", 0), ("held", 0), ("rate", 2)],
)
def test_a_number_that_means_nothing_is_refused(name: str, value: float) -> None:
    with pytest.raises(ValueError, match=f"{name} = {value}; from "):
        Setting(**{name: value})  # type: ignore[arg-type]


def test_of_one_run_there_is_no_comparison() -> None:
    with pytest.raises(ValueError, match="1 runs; two at least"):
        compare(Setting(), 1)


@pytest.mark.parametrize("share", [0.1, 0.25, 0.4, 0.6, 0.75, 1.0])
def test_so_many_persons_have_a_partner_or_are_reached(share: float) -> None:
    """Alone with the country, under averaging, exactly those move."""
    for setting in (
        Setting(rule="averaging", level="collaboration", projects=share, friends=0, heard=1, rounds=1),
        Setting(rule="averaging", reached=share, friends=0, heard=1, rounds=1),
    ):
        found = run(setting, 2)
        moved = [i for i, (a, b) in enumerate(zip(found.before, found.after, strict=True)) if a != b]
        assert len(moved) == round(48 * share)
        gaps = {(b - a) % 48 for a, b in zip(moved, [*moved[1:], moved[0]], strict=True)}
        assert max(gaps) - min(gaps) <= 1


def test_what_silence_does_not_use_is_the_same_in_all_twins() -> None:
    run.cache_clear()
    compare(Setting(level="dialogue", openness=0.2), 3)
    compare(Setting(level="dialogue", openness=0.4), 3)
    compare(Setting(level="collaboration", projects=0.5, trust=False), 3)
    assert run.cache_info().misses == 4 * 3
