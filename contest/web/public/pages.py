"""The pages of the public: what topics add their routes to."""

from contest.web.pages import Pages

pages = Pages("public", prefix="")
