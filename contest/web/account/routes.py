"""Registers the topics of people about their own account, one visible line each."""

from contest.web.account import administration, home, units
from contest.web.account.pages import pages

__all__ = ["administration", "home", "pages", "units"]
