"""The pages of judges: what topics add their routes to."""

from contest.web.pages import Pages

pages = Pages("judge", prefix="/judge", blind=True)
