"""The register of projects: record, edit, lists in and out."""
