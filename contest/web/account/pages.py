"""The pages of people about their own account: what topics add their routes to."""

from contest.web.pages import Pages

pages = Pages("account", prefix="/account")
