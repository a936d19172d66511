package io.emperor.logging;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where lines go and what they look like.
 *
 * @param directory gets a file for each vassal, {@code null} for standard error alone
 * @param format of every line, wherever it goes
 */
public record LogSettings(@Nullable Path directory, LogFormat format) {}
