"""Scripts that make files of the repository; the app does not use them."""
