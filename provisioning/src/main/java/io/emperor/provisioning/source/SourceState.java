package io.emperor.provisioning.source;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a source stands.
 *
 * @param name as messages have it
 * @param changed when it had other values last; {@code null} for never, or before a restart
 * @param trouble why it can't be read, in one line; empty if it can
 */
public record SourceState(String name, @Nullable Instant changed, String trouble) {}
