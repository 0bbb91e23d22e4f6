"""Whether the program lives and whether it can work: for supervisors and load balancers."""

from flask.typing import ResponseReturnValue

from contest.access.permissions import Permission
from contest.people import queries as people
from contest.web.public.pages import pages


@pages.page("/health/live", Permission.SEE_PUBLIC)
def live() -> ResponseReturnValue:
    return {"status": "live"}


@pages.page("/health/ready", Permission.SEE_PUBLIC)
def ready() -> ResponseReturnValue:
    people.is_empty()  # asks the database; what it raises becomes a 500, and the balancer looks elsewhere
    return {"status": "ready"}
