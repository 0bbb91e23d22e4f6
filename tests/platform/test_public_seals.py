"""Seals that anybody can close and only the holders of secret keys can open."""

from itertools import permutations

import pytest

from contest.platform import public_seals as seals
from contest.platform.crypto import SealBroken


def test_what_is_sealed_to_a_public_key_only_its_secret_key_opens():
    secret, public = seals.new_pair()
    other, _ = seals.new_pair()
    sealed = seals.seal_to(public, b'{"entry": 7}')

    assert seals.open_with(secret, sealed) == b'{"entry": 7}'
    for wrong in (other, public):
        with pytest.raises(SealBroken):
            seals.open_with(wrong, sealed)


def test_the_length_of_a_seal_tells_nothing_of_what_is_inside():
    _, public = seals.new_pair()
    sealed = [seals.seal_to(public, b"x" * size) for size in (0, 1, 508)]

    assert {len(each) for each in sealed} == {seals.sealed_length()}
    assert len(seals.seal_to(public, b"", 4096)) == seals.sealed_length(4096)
    assert seals.seal_to(public, b"x") != seals.seal_to(public, b"x")
    with pytest.raises(ValueError, match="too long"):
        seals.seal_to(public, b"x" * 509)


@pytest.mark.parametrize("spoilt", [b"", b"\x01" + b"x" * 560, b"\x02", b"\x02" + b"x" * 560])
def test_what_is_no_seal_is_refused_and_never_opened_wrongly(spoilt):
    secret, _ = seals.new_pair()

    with pytest.raises(SealBroken):
        seals.open_with(secret, spoilt)


def test_a_secret_key_is_made_of_sixteen_bytes_as_the_browser_makes_it():
    seed = bytes(range(16))
    secret = seals.secret_of(seed)

    # SHA-512 of the bytes 0 to 15, by the command sha512sum; the public key by TweetNaCl's box.keyPair.fromSecretKey.
    assert secret.hex() == "daa295beed4e2ee94c24015b56af626b4f21ef9f44f2b3d40fc41c90900a6bf1"
    assert seals.public_of(secret).hex() == "8737d95829d3836b867cb7a6ed7bce061b96dbe99ccfa793452a0147713a2727"
    assert len(seals.new_seed()) == seals.SEED
    assert seals.new_seed() != seals.new_seed()


def test_a_nest_is_opened_by_its_holders_one_after_the_other_and_in_no_other_order():
    pairs = [seals.new_pair() for _ in range(3)]
    nested = seals.nest(b"the secret key", [public for _, public in pairs])
    opened = []
    for order in permutations(range(3)):
        content = nested
        try:
            for at in order:
                content = seals.peel(pairs[at][0], content)
        except SealBroken:
            continue
        opened.append((order, content))

    assert opened == [((0, 1, 2), b"the secret key")]


def test_what_is_left_after_the_first_of_two_still_needs_the_second():
    (first, first_public), (_, second_public) = seals.new_pair(), seals.new_pair()
    left = seals.peel(first, seals.nest(b"the secret key", [first_public, second_public]))

    assert b"the secret key" not in left
    with pytest.raises(SealBroken):
        seals.peel(first, left)
