package io.emperor.provisioning.handler;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How handlers are run.
 *
 * @param directory holds a directory for each role, and {@code default}; absolute
 * @param filter which events any of them is run for
 * @param limit how long each may run
 */
public record HandlersPlan(Path directory, MemberFilter filter, Duration limit) {}
