"""Lists stay the same from the beginning of a request to its end."""

from codebook import lists


class ListsMiddleware:
    """Whatever a page asks of the lists, the data base is asked once whether the programme changed them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with lists.held():
            return self.get_response(request)
