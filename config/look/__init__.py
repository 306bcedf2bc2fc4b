"""Every component with every state, on one page of the demo."""
