"""The second family: everything has to be acceptable at once, and staying is a duration."""

import numpy as np

from data.synthetic.draws import Float64
from data.synthetic.truth.chances import Chances
from data.synthetic.truth.forces import Forces
from data.synthetic.truth.numbers import Numbers

_MONTHS = 3.0


def second_chances(forces: Forces, numbers: Numbers) -> Chances:
    attend, accept = numbers.attend, numbers.accept
    keen, pay = _keen(forces, numbers), _pay(forces, numbers)
    stay = forces.keeps * second_retained(forces, numbers, True) + (1 - forces.keeps) * second_retained(forces, numbers, False)
    return Chances(
        interest=keen,
        attend=_probit(attend["base"] + attend["reliable"] * forces.reliable)
        * _survival(forces.late, attend["travel_scale"], attend["travel_shape"]),
        offer=_offer(forces, numbers),
        accept=_probit(accept["base"] + accept["keen"] * keen + accept["pay"] * pay)
        * _survival(forces.late, accept["travel_scale"], accept["travel_shape"]),
        retained=stay,
    )


def second_retained(forces: Forces, numbers: Numbers, kept: bool) -> Float64:
    """(n,) chance to be there after three months if every promise is kept, or if none is."""
    part = numbers.retained
    longer = (
        part["reliable"] * forces.reliable
        + part["keen"] * (_keen(forces, numbers) - 0.5)
        - part["travel"] * np.maximum(forces.late - 0.8, 0.0)
        + part["pay"] * (_pay(forces, numbers) - 1.0)
        - part["over"] * forces.over
        - part["function"] * (forces.kept if kept else forces.broken)
        - (0.0 if kept else part["broken"]) * np.minimum(forces.promised, 2.0)
        + part["open"] * forces.open
        + part["growth"] * forces.growth
        + part["caution"] * forces.caution
    )
    return _survival(_MONTHS * np.exp(-longer), part["months"], part["shape"])


def _keen(forces: Forces, numbers: Numbers) -> Float64:
    """Chance of interest."""
    part = numbers.interest
    meaning = part["least"] + (1 - part["least"]) * _probit((forces.wish - part["threshold"]) / part["width"])
    meaning = _either(meaning, part["work"] * forces.work)
    found = (
        meaning
        * _pay(forces, numbers)
        * _survival(forces.late, part["travel_scale"], part["travel_shape"])
        * _survival(forces.hours, part["hours"], part["hours_shape"])
        * (1 - np.clip(part["night"] * (1.0 + 0.5 * forces.caution), 0.0, 1.0) * forces.night)
        * (1 - part["home"] * forces.home)
        * (1 - part["away"] * forces.away)
        * _probit(part["liking"] + part["taste"] * forces.taste + part["safe"] * (forces.safe - 0.5))
        * np.exp(-part["function"] * forces.load)
        * (1 - part["over"]) ** forces.over
    )
    return part["top"] * _either(_either(found, part["kind"] * forces.kind * found), part["growth"] * forces.growth * found)


def _offer(forces: Forces, numbers: Numbers) -> Float64:
    part = numbers.offer
    fit = _probit(
        part["fit"]
        + part["wish"] * forces.wish
        + part["work"] * forces.work
        + part["cover"] * forces.cover
        + part["seasoned"] * forces.seasoned
        + part["skill"] * forces.skill
        + part["places"] * forces.places
    )
    return np.asarray(
        part["top"]
        * _either(fit, part["growth"] * forces.growth)
        * _survival(forces.short_years, part["years_scale"], part["years_shape"])
        * _survival(forces.school, part["school"], part["school_shape"])
        * _probit(part["open"] + forces.open + part["effort"] * forces.effort)
        * (1 - part["unlike"] * forces.unlike)
        * np.exp(-part["function"] * forces.load)
        * (1 - part["over"]) ** forces.over
    )


def _pay(forces: Forces, numbers: Numbers) -> Float64:
    """Acceptability of the pay; what is well above the wish makes no more difference."""
    part = numbers.interest
    short = np.maximum(part["pay_from"] - forces.pay, 0.0)
    return part["pay_least"] + (1 - part["pay_least"]) * _survival(short, part["pay_scale"], part["pay_shape"])


def _survival(value: Float64, scale: float, shape: float) -> Float64:
    """Weibull: the chance to last beyond a value of 0 or more."""
    return np.exp(-((value / scale) ** shape))


def _either(one: Float64, other: Float64) -> Float64:
    """A noisy OR."""
    return 1 - (1 - one) * (1 - other)


def _probit(value: Float64) -> Float64:
    from scipy.special import ndtr

    return np.asarray(ndtr(value))
