"""How files of a location are downloaded: one file per kind of location."""
