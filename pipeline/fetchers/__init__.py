"""How files of a location are downloaded and pinned: one file per kind of location.

`fetch(location, names, into, entry)` puts files into a folder and yields each name as soon as its
file is whole; `pin(location, members, mirrors)` makes the lock entry. Both raise LocationError.
"""
