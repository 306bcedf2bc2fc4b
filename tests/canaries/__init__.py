"""A day at the desk with texts like no others, and every place in which one of them could be left lying."""
