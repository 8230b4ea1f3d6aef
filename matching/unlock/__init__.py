"""What would open which posts to whom: one accommodation, aid, course, licence, answer or changed fact, and small bundles.

`ground` is what it stands on, `table` what each single change opens, `rows` that as a board reads it, `bundles` several together,
`seats` which course to fund, `wishes` which posts a person would want, `public` what an employer may know.
"""

from matching.unlock.bundles import Bundle, Bundles, candidate_bundles, site_bundles
from matching.unlock.change import Change, ChangeKind
from matching.unlock.ground import Ground, survey
from matching.unlock.people import Offer
from matching.unlock.public import PublicCounts, PublicRow, public_counts
from matching.unlock.rows import Unlock, candidate_rows, employer_rows, event_rows, posting_rows
from matching.unlock.seats import Funding, Seat, fund
from matching.unlock.table import Gain, Table, tabulate
from matching.unlock.wishes import suits, wanted

__all__ = [
    "Bundle",
    "Bundles",
    "Change",
    "ChangeKind",
    "Funding",
    "Gain",
    "Ground",
    "Offer",
    "PublicCounts",
    "PublicRow",
    "Seat",
    "Table",
    "Unlock",
    "candidate_bundles",
    "candidate_rows",
    "employer_rows",
    "event_rows",
    "fund",
    "posting_rows",
    "public_counts",
    "site_bundles",
    "suits",
    "survey",
    "tabulate",
    "wanted",
]
