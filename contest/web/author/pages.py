"""The pages of authors: what topics add their routes to."""

from contest.web.pages import Pages

pages = Pages("author", prefix="/author")
