"""The register of projects: record, edit, read and write lists."""
