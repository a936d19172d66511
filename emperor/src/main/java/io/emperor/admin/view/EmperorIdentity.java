package io.emperor.admin.view;

import java.time.Instant;

/**
 * Which emperor this is: on one machine there may be several.
 *
 * @param name its name
 * @param version its version
 * @param fleet the fleet it belongs to
 * @param since when it began to run
 */
public record EmperorIdentity(String name, String version, String fleet, Instant since) {}
