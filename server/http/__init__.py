"""The HTTP door: JSON to messages and back, the same services as over gRPC, and their document."""
