"""What a place costs, night by night: places are few, and prices keep everybody from the same ten people.

Nothing in these tables is about one client: counts of fewer than `FEWEST` people are not kept at all.
"""

from django.db import models
from django.db.models import Q

from rapport.site.directory.models import Provider
from rapport.site.matches.choices import Cut, Figure

# Fewer clients than these are not told of: what so few want could be laid beside one of them.
FEWEST = 11
LONGEST = 200


def _in_order(value: str, low: str, high: str) -> Q:
    """All three, in order, or none."""
    are_null = {f"{name}__isnull": True for name in (value, low, high)}
    are_known = {f"{name}__isnull": False for name in (value, low, high)}
    in_order = {f"{value}__gte": models.F(low), f"{high}__gte": models.F(value)}
    return Q(**are_null) | Q(**are_known, **in_order)


class PriceNight(models.Model):
    """One night's prices as a whole: for how many they were found, and how good the lists behind them are.

    `gap`: by what part of the best possible those lists may fall short. `floor`: the part of a client's best
    eligible fit under which nobody is offered; `least` the lowest such part that anybody was left with, and
    `mean` of all. `worth`: what a place in a list is typically worth, in points. `top_tenth`: which part of
    all lists the tenth of providers hold who stand in most; `top_tenth_free` without prices; `listed` and
    `listed_free`: how many providers stand in any.
    """

    night = models.DateField(primary_key=True)
    made_at = models.DateTimeField()
    clients = models.PositiveIntegerField()
    whole = models.PositiveIntegerField()
    few = models.PositiveIntegerField()
    full = models.PositiveIntegerField()
    gap = models.FloatField()
    floor = models.FloatField()
    least = models.FloatField()
    mean = models.FloatField()
    worth = models.FloatField()
    listed = models.PositiveIntegerField()
    listed_free = models.PositiveIntegerField()
    top_tenth = models.FloatField()
    top_tenth_free = models.FloatField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(clients=models.F("whole") + models.F("few") + models.F("full")),
                name="price_night_counts_everybody",
            ),
            models.CheckConstraint(condition=Q(gap__gte=0, gap__lte=1), name="price_night_gap"),
            models.CheckConstraint(condition=Q(floor__gte=0, floor__lte=1), name="price_night_floor"),
        )

    @property
    def version(self) -> str:
        """What logs of draws call it."""
        return f"night-{self.night.isoformat()}"


class Price(models.Model):
    """What one provider's place cost that night, in points, and how many places were open.

    `lists`: in how many lists of three they stood; `expected`: how many bookings those come to.
    """

    night = models.ForeignKey(PriceNight, on_delete=models.CASCADE, related_name="prices")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    price = models.FloatField()
    places = models.PositiveIntegerField()
    lists = models.PositiveIntegerField()
    expected = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("night", "provider"), name="price_once_a_night"),
            models.CheckConstraint(condition=Q(price__gte=0), name="price_not_negative"),
            models.CheckConstraint(condition=Q(places__gte=1), name="price_of_an_open_place"),
        )


class PriceCell(models.Model):
    """Places, price and who waits, of one state, payer, language or concern, or of all four together.

    Never of fewer than `FEWEST`. `short`: of those waiting, how many get fewer than three; unknown where
    they, or the others, are few.
    `price`: the mean over open places. `more_low`, `more`, `more_high`: how many more people one more
    provider like those with a place here would serve; 10th, 50th and 90th of 100 of `alike` providers.
    """

    night = models.ForeignKey(PriceNight, on_delete=models.CASCADE, related_name="cells")
    cut = models.CharField(max_length=8, choices=Cut.choices)
    value = models.CharField(max_length=LONGEST)
    waiting = models.PositiveIntegerField()
    short = models.PositiveIntegerField(null=True)
    providers = models.PositiveIntegerField()
    places = models.PositiveIntegerField()
    price = models.FloatField()
    alike = models.PositiveIntegerField()
    more_low = models.FloatField()
    more = models.FloatField()
    more_high = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("night", "cut", "value"), name="price_cell_once"),
            models.CheckConstraint(condition=Q(cut__in=Cut.values), name="price_cell_cut_known"),
            models.CheckConstraint(condition=Q(waiting__gte=FEWEST), name="price_cell_of_no_few"),
            models.CheckConstraint(
                condition=Q(short__isnull=True) | Q(short=0) | Q(short__gte=FEWEST),
                name="price_cell_short_of_no_few",
            ),
            models.CheckConstraint(
                condition=Q(more__gte=models.F("more_low"), more_high__gte=models.F("more")),
                name="price_cell_range_in_order",
            ),
        )


class PriceGroup(models.Model):
    """One figure of one group of providers or clients that night, with prices and first come, first served.

    `group`: a code as in `rapport.learning.proof.equity`, never of fewer than `FEWEST` people. `priced` and
    `free`: the figure; `ratio`, `low`, `high` and the same of `free`: against everybody else, with interval.
    Unknown where nothing can be compared, or where a few could be found out. `alarm`: what is wrong, with
    prices; `free_alarm` without.
    """

    night = models.ForeignKey(PriceNight, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=12, choices=Figure.choices)
    by = models.CharField(max_length=12)
    group = models.CharField(max_length=LONGEST)
    people = models.PositiveIntegerField()
    priced = models.FloatField(null=True)
    ratio = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    alarm = models.CharField(max_length=LONGEST)
    free = models.FloatField(null=True)
    free_ratio = models.FloatField(null=True)
    free_low = models.FloatField(null=True)
    free_high = models.FloatField(null=True)
    free_alarm = models.CharField(max_length=LONGEST)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("night", "kind", "by", "group"), name="price_group_once"),
            models.CheckConstraint(condition=Q(kind__in=Figure.values), name="price_group_kind_known"),
            models.CheckConstraint(condition=Q(people__gte=FEWEST), name="price_group_of_no_few"),
            models.CheckConstraint(condition=_in_order("ratio", "low", "high"), name="price_group_range"),
            models.CheckConstraint(
                condition=_in_order("free_ratio", "free_low", "free_high"), name="price_group_free_range"
            ),
        )
