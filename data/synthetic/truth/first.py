"""The first family: utilities that add up, behind logits, with kinks, saturation and powers."""

import numpy as np

from data.synthetic.draws import Float64
from data.synthetic.truth.chances import Chances
from data.synthetic.truth.forces import Forces
from data.synthetic.truth.numbers import Numbers


def first_chances(forces: Forces, numbers: Numbers) -> Chances:
    attend, offer, accept = numbers.attend, numbers.offer, numbers.accept
    keen = _keen(forces, numbers)
    pay, travel = _pay(forces, numbers), _travel(forces, numbers)
    offered = (
        offer["base"]
        + offer["wish"] * forces.wish
        + offer["work"] * forces.work
        + offer["cover"] * forces.cover
        + offer["seasoned"] * forces.seasoned
        + offer["skill"] * forces.skill
        - offer["short_years"] * forces.short_years
        - offer["school"] * forces.school
        + offer["open"] * forces.open
        + offer["effort"] * forces.effort
        - offer["unlike"] * forces.unlike
        - offer["function"] * forces.load
        + offer["places"] * forces.places
        + offer["growth"] * forces.growth
        - offer["over"] * forces.over
    )
    stay = forces.keeps * first_retained(forces, numbers, True) + (1 - forces.keeps) * first_retained(forces, numbers, False)
    return Chances(
        interest=_sigmoid(keen),
        attend=_sigmoid(attend["base"] + attend["reliable"] * forces.reliable + attend["keen"] * keen - attend["travel"] * travel),
        offer=_sigmoid(offered),
        accept=_sigmoid(accept["base"] + accept["keen"] * keen + accept["pay"] * pay - accept["travel"] * travel),
        retained=stay,
    )


def first_retained(forces: Forces, numbers: Numbers, kept: bool) -> Float64:
    """(n,) chance to be there after three months if every promise is kept, or if none is."""
    part = numbers.retained
    load = forces.kept if kept else forces.broken + part["broken"] * np.minimum(forces.promised, 2.0)
    return _sigmoid(
        part["base"]
        + part["reliable"] * forces.reliable
        + part["keen"] * _keen(forces, numbers)
        - part["travel"] * _travel(forces, numbers)
        + part["pay"] * _pay(forces, numbers)
        - part["over"] * forces.over
        - part["function"] * load
        + part["open"] * forces.open
        + part["growth"] * forces.growth
        + part["caution"] * forces.caution
    )


def _keen(forces: Forces, numbers: Numbers) -> Float64:
    """The utility of interest."""
    part = numbers.interest
    like = forces.wish ** part["steep"]
    return np.asarray(
        part["base"]
        + part["wish"] * like / (like + part["half"] ** part["steep"])
        + part["work"] * np.sqrt(forces.work)
        + part["pay"] * _pay(forces, numbers)
        - part["travel"] * _travel(forces, numbers)
        - part["hours"] * forces.hours ** part["hours_power"]
        - part["night"] * forces.night * np.maximum(1.0 + 0.5 * forces.caution, 0.0)
        + part["kind"] * forces.kind
        - part["home"] * forces.home
        - part["away"] * forces.away
        + part["taste"] * forces.taste
        + part["safe"] * forces.safe
        + part["growth"] * forces.growth
        - part["over"] * forces.over
        - part["function"] * np.sqrt(forces.load)
    )


def _pay(forces: Forces, numbers: Numbers) -> Float64:
    """Pay against the wish: gains saturate, losses weigh more and saturate too."""
    part = numbers.interest
    saturated = 1.0 - np.exp(-np.abs(forces.pay) / part["pay_scale"])
    return np.where(forces.pay >= 0, saturated, -part["loss"] * saturated)


def _travel(forces: Forces, numbers: Numbers) -> Float64:
    part = numbers.interest
    return np.minimum(np.maximum(forces.late - part["travel_from"], 0.0) ** part["travel_power"], part["travel_most"])


def _sigmoid(value: Float64) -> Float64:
    return 1.0 / (1.0 + np.exp(-value))
