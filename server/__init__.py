"""The doors: gRPC, HTTP/JSON, command line, decision record and configuration."""
