"""What can be measured of a running place, in Prometheus' words: counted where it happens, read when asked for."""

from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, PlatformCollector, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from veillee.foundation.basics import Distribution
from veillee.server.watchdog import Watchdog

if TYPE_CHECKING:
    from veillee.server.wiring import Place

Figures = Callable[["Place", Watchdog], Metric]


class PlaceCollector(Collector):
    """Turns a place's own figures into metrics, on the loop's thread."""

    def __init__(self, place: "Place", watchdog: Watchdog) -> None:
        self._place = place
        self._watchdog = watchdog

    def collect(self) -> Iterable[Metric]:
        """One after the other."""
        return (figures(self._place, self._watchdog) for figures in FIGURES)

    def describe(self) -> Iterator[Metric]:
        """Nothing: the registry would read everything once only to learn the names."""
        return iter(())


def make_registry(place: "Place", watchdog: Watchdog) -> CollectorRegistry:
    """All metrics of this process."""
    registry = CollectorRegistry()
    registry.register(PlaceCollector(place, watchdog))
    ProcessCollector(registry=registry)
    PlatformCollector(registry=registry)
    return registry


def _connections(place: "Place", _: Watchdog) -> Metric:
    return GaugeMetricFamily("veillee_connections", "Open realtime connections.", value=len(place.connections))


def _unsent_bytes(place: "Place", _: Watchdog) -> Metric:
    owed = sum(connection.unsent_bytes for connection in place.connections)
    return GaugeMetricFamily("veillee_unsent_bytes", "Owed to connections that read slowly.", value=owed)


def _deliveries(place: "Place", _: Watchdog) -> Metric:
    meaning = "Messages handed to connections, counted once for each connection."
    return CounterMetricFamily("veillee_deliveries", meaning, value=place.delivery.deliveries)


def _verdicts(place: "Place", _: Watchdog) -> Metric:
    family = CounterMetricFamily("veillee_verdicts", "What the gate answered.", labels=["effect"])
    for effect, count in place.gate.answered.items():
        family.add_metric([effect], count)
    return family


def _shadow(place: "Place", _: Watchdog) -> Metric:
    family = CounterMetricFamily("veillee_shadow", "How often a rule in shadow would have spoken.", labels=["rule"])
    for rule, count in place.gate.shadowed.items():
        family.add_metric([rule], count)
    return family


def _healed(place: "Place", _: Watchdog) -> Metric:
    meaning = "Messages that the bus had lost on their way here and that were read from the database."
    return CounterMetricFamily("veillee_healed_messages", meaning, value=place.healing.healed)


def _letters(place: "Place", _: Watchdog) -> Metric:
    family = GaugeMetricFamily("veillee_letters", "Letters in the outbox, as at the last round.", labels=["state"])
    for state in ("waiting", "dead", "sent"):
        family.add_metric([state], getattr(place.post.state, state))
    return family


def _group_sizes(place: "Place", _: Watchdog) -> Metric:
    meaning = "Writes that became durable together; most are messages."
    return _histogram("veillee_commit_writes", meaning, place.database.group_sizes)


def _commit_seconds(place: "Place", _: Watchdog) -> Metric:
    meaning = "From the beginning of a transaction to its being durable."
    return _histogram("veillee_commit_seconds", meaning, place.database.commit_seconds)


def _lag(_: "Place", watchdog: Watchdog) -> Metric:
    meaning = "How late the event loop came to what was due, looked at up to fifty times a second."
    return _histogram("veillee_loop_lag_seconds", meaning, watchdog.lag)


FIGURES: tuple[Figures, ...] = (
    _connections,
    _unsent_bytes,
    _deliveries,
    _verdicts,
    _shadow,
    _healed,
    _letters,
    _group_sizes,
    _commit_seconds,
    _lag,
)


def _histogram(name: str, meaning: str, spread: Distribution) -> HistogramMetricFamily:
    bounds = [*map(str, map(float, spread.bounds)), "+Inf"]
    buckets = list(zip(bounds, accumulate(spread.counts), strict=True))
    return HistogramMetricFamily(name, meaning, buckets=buckets, sum_value=spread.total)
