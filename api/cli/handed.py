"""The commands about copies of certificates that people gave employers."""

from typing import Annotated

import typer

from api.cli.meant import Employer, Person, Posting, posting_id
from api.cli.outbox import On, day_of
from api.cli.output import either, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

certificates = typer.Typer(
    help="Copies of certificates that people gave employers after an offer, by their own act: only these count for a quota.",
    no_args_is_help=True,
)


@certificates.command("hand", epilog="Example: tongtu certificate hand 李明 文字录入员 --on 2027-04-02")
def hand(
    candidate: Person,
    posting: Posting,
    on: On = None,
    as_json: Json = False,
) -> None:
    """Record that a person gave the employer of a posting a copy."""
    from api.actions.handed_certificates import hand_certificate
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    made = hand_certificate(app, viewer, candidate_meant(app, viewer, candidate), posting_id(app, viewer, posting), day_of(on))
    say_json(made) if as_json else say(f"{candidate}  {made.employer_name}  {made.on}")


@certificates.command("back", epilog="Example: tongtu certificate back 李明 江城文印社")
def back(candidate: Person, employer: Employer, as_json: Json = False) -> None:
    """Record that the person asked the copy back: the employer's counter goes down."""
    from api.actions.handed_certificates import take_certificate_back
    from api.actions.naming import candidate_meant, employer_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    done = take_certificate_back(app, viewer, candidate_meant(app, viewer, candidate), employer_meant(app, viewer, employer))
    say_json(done) if as_json else say(either(f"{candidate}：已要回", f"{candidate}: asked back"))


@certificates.command("list", epilog="Example: tongtu certificate list 李明")
def list_(candidate: Person, as_json: Json = False) -> None:
    """With which employers a copy is, and after which offers one can be given."""
    from api.actions.handed_certificates import handed_view
    from api.actions.naming import candidate_meant
    from api.cli.home import organizer

    app, viewer = organizer()
    view = handed_view(app, viewer, candidate_meant(app, viewer, candidate))
    if as_json:
        say_json(view)
        return
    for one in view.items:
        state = either("在单位", "there") if one.standing else either("已要回", "asked back")
        say(f"{one.employer_name}  {one.on}  {state}")
    for offer in view.offers:
        say(either(f"可以交：{offer.employer_name}  {offer.title}", f"can be given: {offer.employer_name}  {offer.title}"))
