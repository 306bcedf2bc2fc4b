"""The invented programmes of the demo: who works there, and who pays."""
