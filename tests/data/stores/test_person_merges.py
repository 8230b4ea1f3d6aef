from datetime import date

import pytest

from data.stores import Database
from data.stores.resting import Resting
from matching.records import Candidate, CertificateDetails, Role, Service, ServiceKind, Viewer


@pytest.fixture
def twice(database: Database, organizer: Viewer, lin: Candidate, lin_papers: CertificateDetails) -> Database:
    """Lin with her certificate, and once more under a number of another office."""
    second = lin.model_copy(update={"id": "c_second", "external_id": "Z-9"})
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, lin_papers), (second, None)])
    return database


def test_a_second_file_is_hidden_and_comes_back(twice: Database, organizer: Viewer) -> None:
    with twice.begin(organizer) as stores:
        made = stores.person_merges.merge(organizer, "c_lin", "c_second", "同名同生日")
        assert stores.candidates.get(organizer, "c_second") is None
        assert stores.candidates.count(organizer) == 1
        assert stores.person_merges.kept_for(organizer, ["c_second", "c_lin"]) == {"c_second": "c_lin"}
    with twice.begin(organizer) as stores:
        assert stores.person_merges.undo(organizer, made) is True
        assert stores.person_merges.undo(organizer, made) is False
        assert stores.candidates.get(organizer, "c_second") is not None
        assert [(one.kept, one.merged, one.undone_at is None) for one in stores.person_merges.list(organizer)] == [
            ("c_lin", "c_second", False)
        ]


def test_the_file_with_the_certificate_is_kept(twice: Database, organizer: Viewer) -> None:
    with twice.read(organizer) as stores:
        assert stores.person_merges.papers(organizer, "c_second", "c_lin") == "c_lin"
    with pytest.raises(ValueError, match="it holds the certificate"), twice.begin(organizer) as stores:
        stores.person_merges.merge(organizer, "c_second", "c_lin", "")


def test_two_certificates_are_two_people(twice: Database, organizer: Viewer, lin: Candidate) -> None:
    other = CertificateDetails(candidate="c_second", number="420111199405060098", category=2, grade=1)
    with twice.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin.model_copy(update={"id": "c_second"}), other)])
        assert stores.person_merges.papers(organizer, "c_lin", "c_second") is None
        with pytest.raises(ValueError, match="cannot be hidden"):
            stores.person_merges.merge(organizer, "c_lin", "c_second", "")


def test_a_file_that_something_rests_on_is_not_hidden(twice: Database, organizer: Viewer) -> None:
    with twice.begin(organizer) as stores:
        stores.services.save(organizer, Service(candidate="c_second", kind=ServiceKind.NEEDS, on=date(2026, 3, 1), by="wang"))
        assert stores.person_merges.resting(organizer, "c_second") == (Resting("services", 1),)
        with pytest.raises(ValueError, match="something rests on it"):
            stores.person_merges.merge(organizer, "c_lin", "c_second", "")


def test_an_erasure_reaches_the_second_file(twice: Database, organizer: Viewer) -> None:
    with twice.begin(organizer) as stores:
        stores.person_merges.merge(organizer, "c_lin", "c_second", "")
        stores.candidates.erase(organizer, "c_lin")
        assert stores.candidates.erased_at(organizer, "c_second") is not None


def test_another_district_sees_no_merge(twice: Database, organizer: Viewer) -> None:
    other = Viewer(account="x", role=Role.ORGANIZER, district="420102")
    with twice.begin(organizer) as stores:
        stores.person_merges.merge(organizer, "c_lin", "c_second", "")
    with twice.begin(other) as stores:
        assert stores.person_merges.list(other) == ()
        with pytest.raises(ValueError, match="there is no candidate c_lin"):
            stores.person_merges.merge(other, "c_lin", "c_second", "")


def test_people_are_found_by_their_whole_name(twice: Database, organizer: Viewer) -> None:
    with twice.read(organizer) as stores:
        assert stores.candidates.find_called(organizer, " 林 小满") == ("c_lin", "c_second")
        assert stores.candidates.find_called(organizer, "林") == ()
        assert stores.candidates.namesakes(organizer, ["c_second", "c_none"]) == {"c_second"}
    with twice.read(Viewer(account="x", role=Role.ORGANIZER, district="420102")) as stores:
        assert stores.candidates.namesakes(organizer, ["c_none"]) == frozenset()
