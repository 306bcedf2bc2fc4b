"""How the pages of the lists answer."""

from django.shortcuts import render

from work.conflicts import conflict


def sent(request):
    """What was sent, or None for a page that is only shown."""
    return request.POST if request.method == "POST" else None


def answer(request, template, context):
    """The page with its form; 422 when something in it has to be mended."""
    return render(request, template, context, status=422 if context["form"].errors else 200)


def conflict_page(request, build, row, back_url):
    """Both versions of a record side by side, for the second of two people to choose from."""
    context = conflict(request.POST, build, row) | {"back_url": back_url}
    return render(request, "codebook/conflict.html", context, status=409)
