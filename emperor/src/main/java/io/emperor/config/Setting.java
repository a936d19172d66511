package io.emperor.config;

/** One key and its value as they stand in a file. */
record Setting(String key, RawValue value, Origin origin) {}
