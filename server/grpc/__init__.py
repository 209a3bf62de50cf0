"""The gRPC door: requests to cases, decisions to messages, thin services."""
