"""How somebody is reached: by phone for a text message, by post or mail for a letter."""

import re
from dataclasses import dataclass
from typing import Final, Self

from matching.records import Channel, Employer, Person

_PHONE: Final = re.compile(r"(?<!\d)(?:(?:\+?86[- ]?)?1[3-9]\d(?:[- ]?\d{4}){2}|(?:0\d{2,3}[- ]?)?[2-9]\d{6,7})(?!\d)")
_HOME: Final = "住址："


@dataclass(frozen=True, slots=True)
class Contact:
    """What is on record of how to reach a person or an employer; empty where nothing is. `note`: an address, or how they
    like to be reached."""

    name: str
    phone: str = ""
    mail: str = ""
    note: str = ""

    @classmethod
    def of_person(cls, name: str, person: Person) -> Self:
        return cls(name, person.phone or "", person.email or "", person.contact_note or "")

    @classmethod
    def of_employer(cls, employer: Employer) -> Self:
        """An employer's contact is one field in its own words."""
        told = employer.contact or ""
        phone = _PHONE.search(told)
        return cls(employer.name, "" if phone is None else phone[0], told if "@" in told else "", told)

    def by(self, channel: Channel) -> str:
        """Where to send it. A text message goes to a number or nowhere; a letter to the home, else by mail, else as the
        record says."""
        if channel is not Channel.LETTER:
            return self.phone
        return self.note if _HOME in self.note else self.mail or self.note or self.phone
