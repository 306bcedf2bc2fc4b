"""Work that is never lost: outbox, receipts, revisions, sealed files."""
