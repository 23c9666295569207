from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from learning.progress.measure import Progress, Weight, measure

hours = st.decimals(min_value=0, max_value=60, places=2)
weights = st.lists(
    st.builds(Weight, st.integers(1, 30), hours, st.booleans()), max_size=12, unique_by=lambda w: w.item_id
)
marks = st.frozensets(st.integers(1, 40), max_size=30)


@given(weights, marks)
def test_percent_lies_between_0_and_100(items, done):
    progress = measure(items, done)
    assert 0 <= progress.percent <= 100
    assert (progress.percent == 100) == progress.is_complete


@given(weights, marks, st.randoms(use_true_random=False))
def test_percent_asks_no_order(items, done, random):
    shuffled = random.sample(items, len(items))
    assert measure(shuffled, random.sample(sorted(done), len(done))) == measure(items, done)


@given(weights, marks, hours, st.booleans())
def test_optional_item_changes_nothing(items, done, weight, is_done):
    optional = Weight(99, weight, True)
    assert measure([*items, optional], done | ({99} if is_done else set())) == measure(items, done)


@given(weights, marks, st.integers(1, 40))
def test_another_mark_never_lowers(items, done, item):
    assert measure(items, done | {item}).percent >= measure(items, done).percent


@given(weights, weights, marks)
def test_progress_of_two_modules_adds_up(first, second, done):
    second = [Weight(w.item_id + 100, w.hours, w.is_optional) for w in second]
    done = done | {item + 100 for item in done}
    assert measure(first, done) + measure(second, done) == measure(first + second, done)


def test_items_without_hours_are_counted():
    items = [Weight(1, Decimal(0), False), Weight(2, Decimal(0), False), Weight(3, Decimal(0), False)]
    assert measure(items, {1}).percent == 33


def test_item_without_hours_among_others_is_still_needed():
    progress = measure([Weight(1, Decimal(2), False), Weight(2, Decimal(0), False)], {1})
    assert (progress.percent, progress.is_complete, progress.left) == (99, False, 1)


def test_nothing_required_is_nothing_done():
    assert measure([Weight(1, Decimal(2), True)], {1}) == Progress()
    assert Progress().percent == 0
