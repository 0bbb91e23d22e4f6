"""The pages of the office: what topics add their routes to."""

from contest.web.pages import Pages

pages = Pages("office", prefix="/office", sensitive=True)
