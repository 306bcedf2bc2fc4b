"""Worker, broker and connections die while a thousand pieces of work are under way; nothing is lost by it."""
