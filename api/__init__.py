"""The HTTP interface: resources, problems, languages and explorer pages."""
