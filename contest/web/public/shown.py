"""Which contests visitors may look at."""

from contest.access.permissions import Permission
from contest.access.policy import allows
from contest.editions.queries import EditionView
from contest.kernel.errors import NotFound
from contest.web import actor
from contest.web.templating import use_zone


def show_to_the_public(edition: EditionView) -> None:
    """Raise NotFound for a draft, except to its own officials, who see how it will look; use the edition's zone."""
    if edition.phase == "draft" and not allows(Permission.SEE_OFFICE, actor.circumstances(edition)):
        raise NotFound(edition.slug)
    use_zone(edition.zone)
