"""What the words in the braces of forms stand for, for one author."""

import random
import unicodedata

from tests.planted_leaks.people import Person, bare, old_tone


def words_for(person: Person, stranger: Person, rng: random.Random) -> dict[str, str]:
    return (
        _names(person)
        | _others(person, stranger, rng)
        | _numbers(person, stranger, rng)
        | _addresses(person, stranger)
    )


def _names(person: Person) -> dict[str, str]:
    name, words = person.name, person.words
    letters = [word[0] for word in words]
    long = [word[:2] if word[:2] in {"Ng", "Ph", "Tr", "Th", "Kh", "Nh", "Gi"} else word[0] for word in words]
    return {
        "name": name,
        "NAME": name.upper(),
        "bare": bare(name),
        "BARE": bare(name).upper(),
        "lower_bare": bare(name).lower(),
        "joined_bare": bare(name).lower().replace(" ", ""),
        "dashed_bare": bare(name).lower().replace(" ", "-"),
        "tone_name": old_tone(name),
        "TONE_NAME": old_tone(name).upper(),
        "nfd_name": unicodedata.normalize("NFD", name),
        "given": person.given,
        "given_first": f"{words[-1]} {' '.join(words[:-1])}",
        "given_family": f"{words[-1]} {words[0]}",
        "first_last": f"{words[0]} {words[-1]}",
        "last_first": bare(f"{words[-1]} {words[0]}"),
        "comma_name": f"{words[-1]}, {' '.join(words[:-1])}",
        "middle_given": " ".join(words[-2:]),
        "split_line": f"{' '.join(words[:-1])}\n{words[-1]}",
        "split_tab": "\t".join(words),
        "spaced_letters": "   ".join(" ".join(word) for word in words),
        "two_spaces": "  ".join(words),
        "zero_width": name.replace(" ", "\u200b "),
        "soft_hyphen": name[:-1] + "\u00ad" + name[-1],
        "dotted": ". ".join(words),
        "initials": ".".join(letters),
        "initials_given": f"{'.'.join(letters[:-1])}. {words[-1]}",
        "initials_given_tight": f"{'.'.join(letters[:-1])}.{words[-1]}",
        "given_initials": f"{words[-1]} {'.'.join(letters[:-1])}.",
        "initials_plain": "".join(letters),
        "two_letter_initials": f"{'.'.join(long[:-1])}. {words[-1]}",
        "co_author": person.co_author,
        "CO_AUTHOR": person.co_author.upper(),
        "co_bare": bare(person.co_author),
        "co_middle_given": " ".join(person.co_author.split()[-2:]),
        "pen_name": person.pen_name,
        "PEN_NAME": person.pen_name.upper(),
        "pen_bare": bare(person.pen_name),
    }


def _others(person: Person, stranger: Person, rng: random.Random) -> dict[str, str]:
    unit, place = person.unit, person.unit.place
    proper = " ".join(word for word in place.split() if word[0].isupper())
    stem = person.file_name.rpartition(".")[0]
    return {
        "unit": unit.name,
        "UNIT": unit.name.upper(),
        "bare_unit": bare(unit.name),
        "nfd_unit": unicodedata.normalize("NFD", unit.name),
        "unit_short": rng.choice(unit.shorts),
        "parent": unit.parent,
        "PARENT": unit.parent.upper(),
        "parent_short": rng.choice(unit.parent_shorts),
        "place": place,
        "place_name": proper,
        "PLACE_NAME": proper.upper(),
        "bare_place": bare(place),
        "position": person.position,
        "strange_name": stranger.name,
        "STRANGE_NAME": stranger.name.upper(),
        "file_name": person.file_name,
        "file_stem": stem,
    }


def _numbers(person: Person, stranger: Person, rng: random.Random) -> dict[str, str]:
    phone, other = person.phone, stranger.phone
    nine, citizen = phone[1:], person.citizen_id
    return {
        "phone": phone,
        "phone_dots": f"{phone[:4]}.{phone[4:7]}.{phone[7:]}",
        "phone_spaces": f"{phone[:3]} {phone[3:6]} {phone[6:]}",
        "phone_pairs": f"{phone[:4]} {phone[4:6]} {phone[6:8]} {phone[8:]}",
        "phone_dashes": f"{phone[:4]}-{phone[4:7]}-{phone[7:]}",
        "phone_plus": f"+84 {nine[:2]} {nine[2:5]} {nine[5:]}",
        "phone_84": f"84{nine}",
        "phone_tight": f"(+84){nine}",
        "phone_slash": f"{phone[:5]}/{phone[5:]}",
        "landline": f"0239 3{rng.randrange(10**6):06}",
        "landline_dots": f"(0239) 3.{rng.randrange(10**3):03}.{rng.randrange(10**3):03}",
        "other_phone": other,
        "other_phone_dots": f"{other[:4]}.{other[4:7]}.{other[7:]}",
        "other_phone_spaces": f"{other[:4]} {other[4:7]} {other[7:]}",
        "citizen_id": citizen,
        "citizen_spaced": f"{citizen[:3]} {citizen[3:6]} {citizen[6:]}",
        "citizen_dots": f"{citizen[:4]}.{citizen[4:8]}.{citizen[8:]}",
        "old_id": f"18{rng.randrange(10**7):07}",
        "other_id": stranger.citizen_id,
        "bank": person.bank,
        "party_card": f"{rng.randrange(10, 99)}.{rng.randrange(10**6):06}",
        "police_number": f"{rng.randrange(100, 999)}-{rng.randrange(100, 999)}",
    }


def _addresses(person: Person, stranger: Person) -> dict[str, str]:
    email, handle, link = person.email, person.handle, person.link
    local, _, domain = email.partition("@")
    return {
        "email": email,
        "EMAIL": email.upper(),
        "mail_at": f"{local} (at) {domain}",
        "mail_at_word": f"{local} [at] {domain}",
        "mail_local": local,
        "mail_spaced": f"{local} @ {domain}",
        "other_mail": f"{stranger.handle}@gmail.example.com",
        "other_mail_spaced": f"{stranger.handle} @ thu.example.vn",
        "handle": handle,
        "at_handle": f"@{handle}",
        "facebook": f"facebook.com/{handle}",
        "facebook_link": f"https://www.facebook.com/{handle}",
        "facebook_mobile": f"m.facebook.com/profile.php?id=1000{len(handle)}73520",
        "youtube": f"youtube.com/@{handle.replace('.', '')}",
        "tiktok": f"https://www.tiktok.com/@{handle}",
        "zalo_link": f"zalo.me/{person.phone}",
        "link": link,
        "link_bare": link.removeprefix("https://"),
        "link_www": link.replace("https://", "http://www."),
        "link_end": link.rpartition("/")[2],
        "drive": f"https://drive.google.com/file/d/1x{handle}Q/view",
    }
