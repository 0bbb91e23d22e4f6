"""Registers the topics of people about their own account, one visible line each."""

from contest.web.account import (
    address,
    administration,
    agreements,
    data_requests,
    data_rights,
    devices,
    home,
    own_lists,
    own_unit,
    personal_data,
    protection,
    sign_in_link,
    units,
)
from contest.web.account.pages import pages

__all__ = [
    "address",
    "administration",
    "agreements",
    "data_requests",
    "data_rights",
    "devices",
    "home",
    "own_lists",
    "own_unit",
    "pages",
    "personal_data",
    "protection",
    "sign_in_link",
    "units",
]
