"""The kinds of criterion: one line each."""

from contest.judging.rules.criteria.bonus import Bonus
from contest.judging.rules.criteria.comment import Comment
from contest.judging.rules.criteria.heading import Heading
from contest.judging.rules.criteria.kind import Criterion, Kinds, Settings
from contest.judging.rules.criteria.steps import Steps
from contest.kernel.errors import N_, RuleBroken

KINDS: Kinds = {
    Steps.kind: Steps,
    Bonus.kind: Bonus,
    Comment.kind: Comment,
    Heading.kind: Heading,
}


def criterion(kind: str, settings: Settings) -> Criterion:
    """Return the criterion of that kind. Raises RuleBroken for a kind that does not exist or bad settings."""
    if kind not in KINDS:
        raise RuleBroken(
            N_('There is no kind of criterion "%(kind)s". Choose one of %(known)s.'),
            field="kind",
            kind=kind,
            known=", ".join(KINDS),
        )
    return KINDS[kind](settings)
