"""Opens the works of a sealed edition as ceremony and worker do it, one after the other."""

from contest.entries import works_opened, works_put_back


def put_back(app):
    """Do what the worker does; return how many works it put back."""
    with app.app_context():
        return works_put_back.put_works_back()


def unseal(works, secret, *, now=None):
    """Open all works and put them back; return how many there are."""
    factory = works.factory
    count = factory.do(works_opened.open_works, works.edition_id, secret, now=now or works.now)
    put_back(factory.app)
    return count
