"""Pages of the lives of people after the shelter."""
