"""The whole search of an essay: by what its author is known by, and by how texts give an author away."""

from contest.anonymisation.rules import called, papers, self_reference, signs
from contest.anonymisation.rules.leaks import Finding, Identity, find_leaks


def search(text: str, identity: Identity) -> tuple[Finding, ...]:
    """Search NFC text for what its author is known by, and for whatever looks like a signature or an address.

    Findings in the order of the text, none inside another; an empty tuple is no proof.
    """
    return find_leaks(
        text,
        identity,
        more=signs.shortened(identity),
        spans=[
            *signs.signed(text),
            *signs.contacts(text),
            *called.by_given_name(text, identity),
            *called.signed_shortly(text, identity),
            *papers.numbered(text),
            *papers.accounts(text),
            *self_reference.of_oneself(text),
        ],
    )
