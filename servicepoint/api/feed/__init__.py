"""The open feed: free times as SMART Scheduling Links, for whoever wants to read them. See docs/feed.md."""
