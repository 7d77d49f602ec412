"""One router for each kind of resource."""
