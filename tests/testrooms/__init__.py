"""An app that exists in tests only: models that carry what rooms share, before a room of the house does."""
