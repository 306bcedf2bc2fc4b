"""Events, sessions, trainees."""
