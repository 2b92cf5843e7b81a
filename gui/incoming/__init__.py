"""Links that come by themselves, and lists that go out."""
