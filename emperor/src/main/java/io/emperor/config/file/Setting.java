package io.emperor.config.file;

/** One key and its value as they stand in a file. */
public record Setting(String key, RawValue value, Origin origin) {}
