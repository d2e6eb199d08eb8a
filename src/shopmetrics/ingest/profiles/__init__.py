"""What each platform's exports look like, and which of them a header is."""
