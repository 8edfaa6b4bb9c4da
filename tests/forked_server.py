"""What the process of tests.forked reads before the first of its children: Django, our code, and what commands import late."""

import importlib
import pkgutil

import django

from tests import forked

forked.measure()
django.setup()

import cms  # noqa: E402
import directory  # noqa: E402
import search  # noqa: E402
import tests.search.victim  # noqa: E402, F401

for package in (cms, directory, search):
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not found.name.startswith(("cms.settings", "cms.wsgi")) and ".migrations." not in found.name:
            importlib.import_module(found.name)
