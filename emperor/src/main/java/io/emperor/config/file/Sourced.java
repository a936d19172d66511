package io.emperor.config.file;

/** A value and where it came from. */
public record Sourced<T>(T value, Origin origin) {}
