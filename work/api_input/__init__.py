"""What the API is sent passes through the page's own forms, so that page and API can never drift apart.

`read` turns a JSON object into the form's data, `schema_of` says in OpenAPI what it takes: both from the one
table of `work.api_input.kinds`, which knows for each kind of form field how it stands in JSON.
"""

from work.api_input.body import JSONBody
from work.api_input.kinds import kind_of
from work.api_input.problems import TooLarge, Unreadable, errors_of
from work.api_input.reading import read
from work.api_input.schema import schema_of

__all__ = ["JSONBody", "TooLarge", "Unreadable", "errors_of", "kind_of", "read", "schema_of"]
