"""The forms of booths: many in rows, or one with everything."""

from collections.abc import Mapping, Sequence
from typing import Final

from api.pages.fair.rows import Row, rows_in
from api.pages.fair.values import Reading, clock_text
from api.schemas.fairs import InvitedListView
from matching.knowledge.catalogue import Text
from matching.records import Booth, SupportKind, TimeWindow

BOOTHS: Final = ("was", "number", "employer", "interviewers", "starts", "ends")
WINDOWS: Final = ("starts", "ends")
"""The fields of a row; `was` is the place of a booth in the stored list, empty for a new one."""
_NOBODY: Final = Text(
    zh="没有邀请叫这个名字的单位；先在“单位”一页邀请它",
    en="no employer of this name is invited; invite it on the page of employers",
)
_TAKEN: Final = Text(zh="已有展位用这个编号", en="another booth has this number")
_METRES: Final = Text(zh="请填米数，如 12.5", en="give metres, such as 12.5")


class Employers:
    """What the employers of an event are called in a form, each by words of its own, and whom the words mean."""

    def __init__(self, invited: InvitedListView) -> None:
        names = [one.name for one in invited.items]
        self.words = {
            one.employer: one.name if names.count(one.name) == 1 else f"{one.name} ({one.employer})" for one in invited.items
        }
        self._ids = {**{words: employer for employer, words in self.words.items()}, **{one: one for one in self.words}}

    def called(self, employer: str | None) -> str:
        return "" if employer is None else self.words.get(employer, employer)

    def meant(self, words: str, before: str | None) -> str | None:
        """The employer that is meant; one that stood there before needs no invitation."""
        return before if before is not None and words == self.called(before) else self._ids.get(words)


def booth_rows(booths: Sequence[Booth], employers: Employers, first: int) -> list[Row]:
    """Booths as rows of the form; `first`: the place of the first in the stored list."""
    return [
        {
            "was": str(first + number),
            "number": booth.number,
            "employer": employers.called(booth.employer),
            "interviewers": str(booth.interviewers),
            "starts": clock_text(booth.windows[0].starts if booth.windows else None),
            "ends": clock_text(booth.windows[0].ends if booth.windows else None),
        }
        for number, booth in enumerate(booths)
    ]


def read_booths(
    form: Mapping[str, str], booths: Sequence[Booth], first: int, shown: int, employers: Employers
) -> tuple[tuple[Booth, ...], dict[str, Text]]:
    """All booths after the rows of one page were changed: those before and after it stay as they are."""
    reading = Reading(form)
    others = [*booths[:first], *booths[first + shown :]]
    taken = {booth.number for booth in others}
    changed: list[Booth] = []
    for number, row in enumerate(rows_in(form, "booths", BOOTHS)):
        name = f"booths.{number}"
        was = int(row["was"]) if row["was"].isdecimal() and len(row["was"]) < 6 and int(row["was"]) < len(booths) else None
        booth = Booth(number="-") if was is None else booths[was]
        called = reading.words(f"{name}.number", 20, needed=True)
        if called in taken:
            reading.faults.setdefault(f"{name}.number", _TAKEN)
        taken.add(called)
        window = reading.window(f"{name}.starts", f"{name}.ends")
        employer = _employer(reading, f"{name}.employer", employers, booth.employer)
        update: dict[str, object] = {"number": called or "-", "employer": employer, "windows": _windows(window, booth.windows)}
        update["interviewers"] = reading.whole(f"{name}.interviewers", 1, 100, empty=1)
        # Postings named at a booth are those of its employer: another employer's are not there.
        changed.append(booth.model_copy(update=update if employer == booth.employer else {**update, "postings": ()}))
    return (*booths[:first], *changed, *booths[first + shown :]), reading.faults


def booth_given(booth: Booth, employers: Employers) -> dict[str, str]:
    """The form of one booth with everything."""
    given = {"number": booth.number, "employer": employers.called(booth.employer), "interviewers": str(booth.interviewers)}
    given["place"] = booth.place
    for number, one in enumerate(booth.windows):
        given |= {f"windows.{number}.starts": clock_text(one.starts), f"windows.{number}.ends": clock_text(one.ends)}
    if booth.position is not None:
        given |= {"x": f"{booth.position[0]:g}", "y": f"{booth.position[1]:g}"}
    given |= {f"brings.{kind.value}": "1" for kind in booth.brings}
    return given | {f"posting.{name}": "1" for name in booth.postings}


def read_booth(
    form: Mapping[str, str], booth: Booth, others: Sequence[Booth], employers: Employers, postings: Sequence[str]
) -> tuple[Booth, dict[str, Text]]:
    """One booth as its form says. `postings`: those of its employer that can be ticked."""
    reading = Reading(form)
    number = reading.words("number", 20, needed=True)
    if number in {other.number for other in others}:
        reading.faults.setdefault("number", _TAKEN)
    employer = _employer(reading, "employer", employers, booth.employer)
    windows = [reading.window(f"windows.{n}.starts", f"windows.{n}.ends") for n, _ in enumerate(rows_in(form, "windows", WINDOWS))]
    x, y = _metres(reading, form, "x"), _metres(reading, form, "y")
    ticked = tuple(name for name in postings if reading.ticked(f"posting.{name}"))
    update = {
        "number": number or "-",
        "employer": employer,
        "interviewers": reading.whole("interviewers", 1, 100, empty=1),
        "windows": tuple(one for one in windows if one is not None),
        "place": reading.words("place", 80),
        "position": None if x is None or y is None else (x, y),
        "brings": frozenset(kind for kind in SupportKind if reading.ticked(f"brings.{kind.value}")),
        "postings": ticked if employer == booth.employer else (),
    }
    return booth.model_copy(update=update), reading.faults


def _employer(reading: Reading, name: str, employers: Employers, before: str | None) -> str | None:
    said = reading.words(name, 200)
    found = employers.meant(said, before) if said else None
    if said and found is None:
        reading.faults.setdefault(name, _NOBODY)
    return found


def _windows(window: TimeWindow | None, before: tuple[TimeWindow, ...]) -> tuple[TimeWindow, ...]:
    """The row holds one time of a booth; further ones stay unless it was changed."""
    if window is None:
        return ()
    return before if before[:1] == (window,) else (window,)


def _metres(reading: Reading, form: Mapping[str, str], name: str) -> float | None:
    said = form.get(name, "").strip()
    if not said:
        return None
    try:
        found = float(said)
    except ValueError:
        found = float("nan")
    if not 0 <= found <= 10_000:
        reading.faults[name] = _METRES
        return None
    return found
