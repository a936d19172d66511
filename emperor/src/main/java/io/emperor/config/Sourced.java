package io.emperor.config;

/** A value and where it came from. */
record Sourced<T>(T value, Origin origin) {}
